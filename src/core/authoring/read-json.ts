import type { z } from 'zod';
import { DataFlareError, type ErrorDetails } from '../../shared/errors/errors.ts';
import { describeIssues } from '../../shared/issues/describe-issues.ts';
import { describeJsonProblem } from '../../shared/json/json-problem.ts';
import { readPlainFile } from '../files/read-plain-file.ts';

interface Wanted<S extends z.ZodType> {
	/** Absolute path. */
	readonly file: string;
	/** How it is called in messages. */
	readonly shown: string;
	readonly schema: S;
	readonly maxBytes: number;
	/** The details of an error about a place in the file. */
	readonly details: (path: string) => ErrorDetails;
}

/** Reads a small JSON file of an author's. Rejects with `configuration` naming the place, or like `open`. */
export async function readJson<S extends z.ZodType>(wanted: Wanted<S>): Promise<z.output<S>> {
	const { file, shown, schema, maxBytes, details } = wanted;
	const wrong = (message: string, path: string, hint: string): DataFlareError =>
		new DataFlareError('configuration', message, { hint, details: details(path) });
	const content = await readPlainFile(file, maxBytes);
	if (!(content instanceof Uint8Array)) {
		const why = content.kind === 'large' ? `is larger than ${maxBytes.toLocaleString('en')} bytes` : 'is not a file';
		throw wrong(`${shown} ${why}.`, '', 'Put a smaller JSON file in its place.');
	}
	const text = content.toString('utf8').replace(/^\uFEFF/, '');
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		const problem = describeJsonProblem(text);
		throw wrong(`${shown} is not JSON: ${problem}.`, problem, 'Fix the file there.');
	}
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	const report = describeIssues(schema, parsed.error, value, 'the file');
	throw wrong(`${shown}: ${report.text}.`, report.path, report.hint);
}
