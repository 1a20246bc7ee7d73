import { basename, resolve } from 'node:path';
import type { z } from 'zod';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { describeIssues } from '../../../shared/issues/describe-issues.ts';
import { describeJsonProblem } from '../../../shared/json/json-problem.ts';
import { quoted } from '../../../shared/quoted.ts';
import { readPlainFile } from '../../files/read-plain-file.ts';
import { refuseFlaws } from '../../registry/package/parse-manifest.ts';

/** A file larger than this is not read, bytes. */
const MAX_BYTES = 4 * 1024 * 1024;

/** What a person put together in a file. */
export interface DefinitionKind<T> {
	readonly word: 'chain' | 'flow';
	readonly schema: z.ZodType<T>;
	/** What one consists of, for those who wrote another thing. */
	readonly consists: string;
}

/** Reads and checks such a file. Each failure names the file, the field and what was expected. */
export async function readDefinition<T>(path: string, { word, schema, consists }: DefinitionKind<T>): Promise<T> {
	const file = basename(path);
	const text = (await textOf(resolve(path), word)).replace(/^\uFEFF/, '');
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch (error) {
		throw new DataFlareError('configuration', `${file} is not JSON: ${describeJsonProblem(text)}.`, {
			details: because(`${word}_not_json`, { file }),
			hint: 'Fix the file there.',
			cause: error,
		});
	}
	refuseFlaws(text, file, word);
	const parsed = schema.safeParse(json);
	if (parsed.success) return parsed.data;
	const report = describeIssues(schema, parsed.error, json, `the ${word}`);
	const issues = report.problems.map((problem) => ({ ...problem, at: withName(problem.path, json) }));
	throw new DataFlareError('configuration', `${file}: ${withName(report.text, json)}.`, {
		// Who is at the keys of one component knows that there are components.
		hint: report.path.startsWith('components[') ? report.hint : `${report.hint} ${consists}`,
		details: { ...because(`${word}_invalid`, { file }), issues },
	});
}

/** `components[2].inputs` with the component's name behind its number: who reads it knows it by that. */
function withName(text: string, json: unknown): string {
	const [number, index] = /^components\[(\d+)\]/.exec(text) ?? [];
	if (number === undefined) return text;
	const { components } = json as { readonly components: readonly { readonly name?: unknown }[] | undefined };
	const name = components?.[Number(index)]?.name;
	return typeof name === 'string' && name !== '' ? `${number} (${quoted(name)})${text.slice(number.length)}` : text;
}

async function textOf(file: string, word: 'chain' | 'flow'): Promise<string> {
	const found = await readPlainFile(file, MAX_BYTES).catch((error: unknown) => {
		const isMissing = codeOf(error) === 'ENOENT';
		throw new DataFlareError(
			isMissing ? 'not_found' : 'invalid_input',
			isMissing ? `There is no ${word} file ${file}.` : `The ${word} file ${file} cannot be read (${codeOf(error)}).`,
			{
				details: because(`${word}_unreadable`, { path: file }),
				hint: isMissing ? 'Check the path.' : 'Check its permissions.',
				cause: error,
			},
		);
	});
	if (Buffer.isBuffer(found)) return found.toString('utf8');
	if (found.kind === 'large') {
		throw new DataFlareError('configuration', `${basename(file)} is larger than 4 MiB, too large for a ${word} file.`, {
			details: { ...because(`${word}_invalid`, { file: basename(file) }), sizeBytes: found.size },
			hint: `A ${word} file has only a name and a list of components. Data belongs in the files that they read.`,
		});
	}
	throw new DataFlareError('invalid_input', `${file} is a folder or a device, not a ${word} file.`, {
		details: because(`${word}_unreadable`, { path: file }),
		hint: `Name the JSON file that describes the ${word}.`,
	});
}
