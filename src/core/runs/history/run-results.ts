import { basename, extname, join, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { SCRATCH_FOLDER } from '../../../shared/face/scratch-folder.ts';
import type { ResultSource } from '../../../shared/run/result-table.ts';
import { copyOut } from '../../answers/copy-out.ts';
import type { KeptOutputs } from '../../answers/kept-outputs.ts';
import type { ResultPlace } from '../../answers/table/open-results.ts';
import { notReadable } from '../../files/not-readable.ts';
import { access, constants, open } from '../../files/user-files.ts';
import type { Store } from '../../store/store.ts';
import { requireRun } from './require-run.ts';
import { readPlaces, writtenPlaces } from './written-files.ts';

interface ResultParts {
	readonly store: Pick<Store, 'runs'>;
	readonly kept: KeptOutputs;
	readonly dataDir: string;
	readonly noteFolder: (folder: string) => void;
}

/** A result as a whole, with the name of its file. */
export interface WholeResult {
	readonly name: string;
	readonly bytes: number;
	readonly content: Readable;
}

/** The data folder of a plugin, where names that it gives begin. */
export function dataFolderIn(dataDir: string): (plugin: string) => string {
	return (plugin) => join(dataDir, 'plugin-data', plugin);
}

/**
 * Where a result lies. Only what the history says that a run wrote or read, and outputs that are kept, are results: no
 * other file of the person's becomes one by being named. Throws `not_found` and `invalid_input`.
 */
export function placeOfResult(parts: ResultParts, source: ResultSource): ResultPlace {
	if (source.kind === 'kept') return { path: parts.kept.pathOf(source.id), shown: null, extension: '' };
	const run = requireRun(parts, source.run);
	const places = source.kind === 'written' ? writtenPlaces(run, dataFolderIn(parts.dataDir)) : readPlaces(run);
	const path = source.path ?? places[0] ?? '';
	if (!places.includes(path)) {
		throw new DataFlareError('invalid_input', `Run ${run.id} neither wrote nor read ${path || 'a file'}.`, {
			details: because('result_not_of_run', { path, run: run.id }),
			hint: 'Choose a file of the run.',
		});
	}
	const isHandedOver = path.startsWith(join(parts.dataDir, SCRATCH_FOLDER) + sep);
	return { path, shown: isHandedOver ? null : path, extension: extname(path.replace(/\.gz$/i, '')).toLowerCase() };
}

/** Copies a result to a file of the person's, which appears whole or not at all. */
export async function saveResult(
	parts: ResultParts,
	source: ResultSource,
	path: string,
): Promise<{ readonly path: string; readonly bytes: number }> {
	if (source.kind === 'kept') return parts.kept.save(source.id, path);
	const place = placeOfResult(parts, source);
	await copyOut(place.path, path, parts.noteFolder, () =>
		access(place.path, constants.R_OK).then(
			() => null,
			(error: unknown) => notReadable(place.path, error),
		),
	);
	const copy = await open(path, 'r');
	const { size } = await copy.stat().finally(() => copy.close());
	return { path, bytes: size };
}

/** The whole, in pieces; it stays readable to its end. */
export async function readResult(parts: ResultParts, source: ResultSource): Promise<WholeResult> {
	const { path } = placeOfResult(parts, source);
	const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch((error: unknown) => {
		throw notReadable(path, error);
	});
	const facts = await file.stat();
	if (!facts.isFile()) {
		await file.close();
		throw notReadable(path, Object.assign(new Error('not a file'), { code: 'EINVAL' }));
	}
	const end = Math.max(0, facts.size - 1);
	return {
		name: source.kind === 'kept' ? `${source.id}.json` : basename(path),
		bytes: facts.size,
		content: file.createReadStream({ start: 0, end, highWaterMark: 256 * 1024 }),
	};
}
