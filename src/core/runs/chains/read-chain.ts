import { basename, resolve } from 'node:path';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { type Chain, chainSchema } from '../../../shared/flow/chain-file.ts';
import { describeIssues } from '../../../shared/issues/describe-issues.ts';
import { describeJsonProblem } from '../../../shared/json/json-problem.ts';
import { readPlainFile } from '../../files/read-plain-file.ts';
import { refuseFlaws } from '../../registry/package/parse-manifest.ts';

/** A chain file larger than this is not read, bytes. */
const MAX_CHAIN_BYTES = 4 * 1024 * 1024;

/** Reads and checks a chain file. Each failure names the file, the field and what was expected. */
export async function readChain(path: string): Promise<Chain> {
	const file = basename(path);
	const text = (await chainText(resolve(path))).replace(/^\uFEFF/, '');
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch (error) {
		throw new DataFlareError('configuration', `${file} is not JSON: ${describeJsonProblem(text)}.`, {
			details: because('chain_not_json', { file }),
			hint: 'Fix the file there.',
			cause: error,
		});
	}
	refuseFlaws(text, file, 'chain');
	const parsed = chainSchema.safeParse(json);
	if (parsed.success) return parsed.data;
	const report = describeIssues(chainSchema, parsed.error, json, 'the chain');
	const issues = report.problems.map((problem) => ({ path: problem.path, message: problem.message }));
	throw new DataFlareError('configuration', `${file}: ${report.text}.`, {
		hint: `${report.hint} A chain has a name and a list of components, each with the name of an installed plugin.`,
		details: { ...because('chain_invalid', { file }), issues },
	});
}

async function chainText(file: string): Promise<string> {
	const found = await readPlainFile(file, MAX_CHAIN_BYTES).catch((error: unknown) => {
		const isMissing = codeOf(error) === 'ENOENT';
		throw new DataFlareError(
			isMissing ? 'not_found' : 'invalid_input',
			isMissing ? `There is no chain file ${file}.` : `The chain file ${file} cannot be read (${codeOf(error)}).`,
			{
				details: because('chain_unreadable', { path: file }),
				hint: isMissing ? 'Check the path.' : 'Check its permissions.',
				cause: error,
			},
		);
	});
	if (Buffer.isBuffer(found)) return found.toString('utf8');
	if (found.kind === 'large') {
		throw new DataFlareError('configuration', `${basename(file)} is larger than 4 MiB, too large for a chain file.`, {
			details: { ...because('chain_invalid', { file: basename(file) }), sizeBytes: found.size },
			hint: 'A chain file has only a name and a list of components. Data belongs in the files that its source reads.',
		});
	}
	throw new DataFlareError('invalid_input', `${file} is a folder or a device, not a chain file.`, {
		details: because('chain_unreadable', { path: file }),
		hint: 'Name the JSON file that describes the chain.',
	});
}
