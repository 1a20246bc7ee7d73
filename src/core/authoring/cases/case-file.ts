import { join } from 'node:path';
import { z } from 'zod';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { CASES_FOLDER, type CaseOutcome } from '../../../shared/plugin/authoring/authoring.ts';
import { DurableFile } from '../../files/durable-file.ts';
import { readdir } from '../../files/user-files.ts';
import { readJson } from '../read-json.ts';

/** One case's file, bytes. */
const MAX_CASE_BYTES = 4 * 1024 * 1024;
const MAX_CASES = 1_000;

/** A path below a folder, parted by `/`. */
const inner = z
	.string()
	.min(1)
	.max(500)
	.refine((path) => !/^[/~]|\\|^[a-z]:/i.test(path) && !path.split('/').includes('..'), {
		error: 'must be a path inside the folder, parted by "/"',
	});

const outcomeSchema = z.strictObject({
	output: z.json().optional(),
	files: z.record(inner, z.string()).optional(),
	error: z.string().min(1).optional(),
});

const caseSchema = z
	.strictObject({
		$schema: z.string().max(2000).optional(),
		/** For people; absent: the name of its file. */
		name: z.string().min(1).max(200).optional(),
		/** Calls this function once. Absent: the plugin runs on records, as it does in a run. */
		fn: z.string().min(1).max(1000).optional(),
		/** Records of a run, or the argument of a call. */
		input: z.json().optional(),
		/** Instead: a file below the plugin's folder. */
		input_file: inner.optional(),
		/** Keys of the configuration, above those of the manifest. */
		config: z.record(z.string(), z.json()).default({}),
		/** What lies in the plugin's data folder before: a file below the plugin's folder for each path there. */
		files: z.record(inner, inner).default({}),
		expected: outcomeSchema.optional(),
	})
	.refine(({ input, input_file }) => input === undefined || input_file === undefined, {
		error: 'has both "input" and "input_file"',
		params: { hint: 'Keep one of the two.' },
	})
	.refine(({ fn, input }) => fn !== undefined || input === undefined || Array.isArray(input), {
		path: ['input'],
		error: 'must be a list of records, unless "fn" names a function',
		params: { hint: 'Put the record in [ ].' },
	});

export type SavedCase = Omit<z.output<typeof caseSchema>, 'expected' | '$schema'> & {
	readonly name: string;
	/** Below the plugin's folder. */
	readonly file: string;
	readonly expected: CaseOutcome | null;
};

/** The cases of a plugin's folder, by name. Rejects with `not_found` where there are none, with `configuration` for one that is none. */
export async function readCases(folder: string): Promise<readonly SavedCase[]> {
	const names = await caseNames(folder);
	if (names.length === 0) {
		const path = join(folder, CASES_FOLDER);
		throw new DataFlareError('not_found', `There are no cases in ${path}.`, {
			details: because('no_cases', { path }),
			hint: 'Add one there, for example first.json with { "input": [{ "a": 1 }] }.',
		});
	}
	const cases: SavedCase[] = [];
	for (const name of names) {
		const { expected, ...found } = await readCase(folder, name);
		const file = `${CASES_FOLDER}/${name}`;
		cases.push({
			...found,
			name: found.name ?? name.slice(0, -'.json'.length),
			file,
			expected: (expected as CaseOutcome | undefined) ?? null,
		});
	}
	return cases;
}

/** The files of cases by name, without their folder. */
export async function caseNames(folder: string): Promise<readonly string[]> {
	const names = await readdir(join(folder, CASES_FOLDER)).catch((error: unknown) => {
		if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
		throw error;
	});
	return names
		.filter((name) => name.endsWith('.json') && !name.startsWith('.'))
		.sort()
		.slice(0, MAX_CASES);
}

/** Writes what came out as what is expected from now on; all else stays as it is written. */
export async function recordOutcome(folder: string, { file }: SavedCase, outcome: CaseOutcome): Promise<void> {
	const name = file.slice(CASES_FOLDER.length + 1);
	const before = await readCase(folder, name, z.looseObject({}));
	const path = join(folder, CASES_FOLDER, name);
	const written = await DurableFile.create(path);
	try {
		await written.write(Buffer.from(`${JSON.stringify({ ...before, expected: outcome }, null, '\t')}\n`));
	} catch (error) {
		await written.abandon();
		throw error;
	}
	await written.commit();
}

function readCase(folder: string, name: string): Promise<z.output<typeof caseSchema>>;
function readCase<S extends z.ZodType>(folder: string, name: string, schema: S): Promise<z.output<S>>;
function readCase(folder: string, name: string, schema: z.ZodType = caseSchema): Promise<unknown> {
	const file = `${CASES_FOLDER}/${name}`;
	const details = (path: string) => because('case_invalid', { file, path });
	return readJson({ file: join(folder, file), shown: file, schema, maxBytes: MAX_CASE_BYTES, details });
}
