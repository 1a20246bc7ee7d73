import { dirname, join } from 'node:path';
import { DataFlareError, type JsonValue } from '../../../shared/errors/errors.ts';
import type { CaseOutcome } from '../../../shared/plugin/authoring/authoring.ts';
import { readPlainFile } from '../../files/read-plain-file.ts';
import { copyFile, mkdir, readdir, rm, writeFile } from '../../files/user-files.ts';
import type { Trial } from '../trial.ts';
import type { SavedCase } from './case-file.ts';

/** What a case compares, bytes: more is no case but a benchmark. */
const MAX_COMPARED_BYTES = 4 * 1024 * 1024;
const MAX_FILES = 100;

/** What the plugin of a trial does with a case. Its data folder holds nothing but what the case puts there. */
export async function runCase(trial: Trial, folder: string, saved: SavedCase): Promise<CaseOutcome> {
	await fillDataFolder(trial.dataFolder, folder, saved);
	try {
		const output = await (saved.fn === undefined ? runRecords(trial, folder, saved) : callOnce(trial, folder, saved));
		const files = await writtenBelow(trial.dataFolder, new Set(Object.keys(saved.files)));
		return { ...(output === undefined ? {} : { output }), ...(Object.keys(files).length === 0 ? {} : { files }) };
	} catch (error) {
		if (!(error instanceof DataFlareError)) throw error;
		return { error: error.message };
	}
}

async function fillDataFolder(dataFolder: string, folder: string, { files }: SavedCase): Promise<void> {
	await rm(dataFolder, { recursive: true, force: true });
	await mkdir(dataFolder, { recursive: true, mode: 0o700 });
	for (const [path, from] of Object.entries(files)) {
		const to = join(dataFolder, path);
		await mkdir(dirname(to), { recursive: true });
		await copyFile(join(folder, from), to).catch((error: unknown) => {
			throw missing(from, error);
		});
	}
}

function missing(path: string, cause: unknown): DataFlareError {
	return new DataFlareError('not_found', `There is no file ${path} in the plugin’s folder.`, {
		hint: 'Check the spelling of the path.',
		cause,
	});
}

async function runRecords(trial: Trial, folder: string, saved: SavedCase): Promise<JsonValue | undefined> {
	const { name, current } = trial.plugin;
	const manifest = current?.manifest;
	const isBytes = manifest?.encoding === 'bytes';
	const output = join(trial.work, isBytes ? 'out.bin' : 'out.ndjson');
	await rm(output, { force: true });
	const input = manifest?.type === 'source' ? undefined : await inputFile(trial, folder, saved);
	await trial.ask('streams.run', {
		plugin: name,
		config: saved.config,
		trigger: 'test',
		...(input === undefined ? {} : { input: { kind: 'file', path: input } }),
		...(manifest?.type === 'destination' ? {} : { output: { kind: 'file', path: output } }),
	});
	return manifest?.type === 'destination' ? undefined : readOutput(output, isBytes);
}

/** A file with the records that a case gives. */
async function inputFile(trial: Trial, folder: string, { input = [], input_file }: SavedCase): Promise<string> {
	if (input_file !== undefined) return join(folder, input_file);
	const path = join(trial.work, 'in.ndjson');
	await writeFile(path, (input as readonly JsonValue[]).map((record) => `${JSON.stringify(record)}\n`).join(''));
	return path;
}

async function readOutput(path: string, isBytes: boolean): Promise<JsonValue> {
	const content = await readPlainFile(path, MAX_COMPARED_BYTES);
	if (!(content instanceof Uint8Array)) throw tooLarge();
	if (isBytes) return asText(content);
	const lines = content.toString('utf8').split('\n');
	return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as JsonValue);
}

async function callOnce(trial: Trial, folder: string, saved: SavedCase): Promise<JsonValue | undefined> {
	const { input, input_file, config, fn = '' } = saved;
	const text = input === undefined ? await fileText(folder, input_file) : JSON.stringify(input);
	const { value, base64, kept } = await trial.ask('plugins.call', {
		name: trial.plugin.name,
		fn,
		trigger: 'test',
		...(text === undefined ? {} : { input: text }),
		...(Object.keys(config).length === 0 ? {} : { config }),
	});
	if (kept !== undefined) throw tooLarge();
	return base64 === undefined ? value : asText(Buffer.from(base64, 'base64'));
}

async function fileText(folder: string, path: string | undefined): Promise<string | undefined> {
	if (path === undefined) return undefined;
	const content = await readPlainFile(join(folder, path), MAX_COMPARED_BYTES).catch((error: unknown) => {
		throw missing(path, error);
	});
	if (content instanceof Uint8Array) return content.toString('utf8');
	throw tooLarge();
}

/** Text as it is, other bytes in base64. */
function asText(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return `base64:${Buffer.from(bytes).toString('base64')}`;
	}
}

function tooLarge(): DataFlareError {
	return new DataFlareError('invalid_input', 'What came out is larger than what a case compares (4 MiB).', {
		hint: 'Use fewer records in the case.',
	});
}

/** The contents of the files that a plugin wrote, by path. Links are not followed. */
async function writtenBelow(folder: string, given: ReadonlySet<string>): Promise<Readonly<Record<string, string>>> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const paths = entries
		.filter((entry) => entry.isFile())
		.map((entry) =>
			join(entry.parentPath, entry.name)
				.slice(folder.length + 1)
				.replaceAll('\\', '/'),
		)
		.filter((path) => !given.has(path))
		.sort();
	const files: Record<string, string> = {};
	let bytes = 0;
	for (const path of paths.slice(0, MAX_FILES)) {
		const content = await readPlainFile(join(folder, path), MAX_COMPARED_BYTES);
		if (!(content instanceof Uint8Array)) throw tooLarge();
		bytes += content.length;
		if (bytes > MAX_COMPARED_BYTES) throw tooLarge();
		files[path] = asText(content);
	}
	return files;
}
