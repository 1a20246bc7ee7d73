import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { DataFlareError } from '../shared/errors.ts';
import { describeJsonProblem } from '../shared/json-problem.ts';
import { type SecurityPolicy, securityPolicySchema } from '../shared/policy/security-policy.ts';
import { type Session, UsageError } from './session.ts';

/** The content of a file, or of standard input for `-`. */
export async function readText(session: Session, path: string): Promise<string> {
	if (path === '-') return text(session.terminal.stdin);
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		throw new DataFlareError('not_found', `${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`, {
			cause: error,
		});
	}
}

export async function readPolicy(session: Session, path: string): Promise<SecurityPolicy> {
	const parsed = securityPolicySchema.safeParse(parseJson(await readText(session, path), path));
	if (parsed.success) return parsed.data;
	const issue = parsed.error.issues[0];
	throw new DataFlareError(
		'configuration',
		`${path}: ${issue?.path.join('.') || 'the policy'}: ${issue?.message ?? 'invalid'}`,
		{
			hint: 'A policy has the keys of security_policy in plugin.json.',
		},
	);
}

export function parseJson(text: string, what: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw new UsageError(`${what} is not JSON: ${describeJsonProblem(text)}.`);
	}
}
