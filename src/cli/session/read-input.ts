import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { codeOf } from '../../shared/errors/code-of.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { describeIssues } from '../../shared/issues/describe-issues.ts';
import { describeJsonProblem } from '../../shared/json/json-problem.ts';
import { type SecurityPolicy, securityPolicySchema } from '../../shared/policy/security-policy.ts';
import { type Session, UsageError } from './session.ts';

/** The content of a file, or of standard input for `-`. */
export async function readText(session: Session, path: string): Promise<string> {
	if (path === '-') return text(session.terminal.stdin);
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		const code = codeOf(error);
		const isMissing = code === 'ENOENT';
		throw new DataFlareError(
			isMissing ? 'not_found' : 'invalid_input',
			isMissing ? `There is no file ${path}.` : `${path} cannot be read (${code}).`,
			{
				hint: isMissing
					? 'Check the spelling of the path.'
					: code === 'EISDIR'
						? 'It is a folder. Name a file in it.'
						: 'Check its permissions.',
				cause: error,
			},
		);
	}
}

export async function readPolicy(session: Session, path: string): Promise<SecurityPolicy> {
	const value = parseJson(await readText(session, path), path);
	const parsed = securityPolicySchema.safeParse(value);
	if (parsed.success) return parsed.data;
	const report = describeIssues(securityPolicySchema, parsed.error, value, 'the policy');
	throw new DataFlareError('configuration', `${path}: ${report.text}.`, {
		hint: `${report.hint} A policy has the keys of security_policy in plugin.json.`,
	});
}

export function parseJson(text: string, what: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new UsageError(`${what} is not JSON: ${describeJsonProblem(text)}.`);
	}
}
