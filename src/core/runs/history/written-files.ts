import { isAbsolute, join, sep } from 'node:path';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { kindDecided } from '../../../shared/host/operations.ts';
import type { Preview } from '../../../shared/run/preview.ts';
import type { RunDetail, WrittenFile } from '../../../shared/run/run.ts';
import { constants, open } from '../../files/user-files.ts';
import { isPacked, unpackedBeginning } from '../../records/packed-beginning.ts';
import { PreviewCollector } from '../../records/preview.ts';

/** Bytes of a file's beginning that are read. */
const SHOWN = 64 * 1024;
/** Of a compressed file, in which as many bytes hold at least as many as are shown. */
const PACKED = 2 * SHOWN;
/** What is cut in the middle of a character is told from what is no text by a few bytes more. */
const MORE = 4;
/** A plugin may write thousands: these many are looked at, the first that it wrote. */
const MAX_FILES = 20;
const NONBLOCK = constants.O_NONBLOCK ?? 0;

/**
 * The files that a run wrote, as they are now: what the program wrote for it, and what its plugins did themselves. A run
 * that wrote no file has none, also where it named one. `dataFolderOf`: a plugin's own, where relative names begin. `handedOver`:
 * below it lies what is given to a person another way.
 */
export async function writtenFiles(
	run: RunDetail,
	dataFolderOf: (plugin: string) => string,
	handedOver: string,
): Promise<readonly WrittenFile[]> {
	const places = writtenPlaces(run, dataFolderOf).filter((path) => !path.startsWith(`${handedOver}${sep}`));
	return Promise.all(places.slice(0, MAX_FILES).map(lookAt));
}

/** Where a run wrote files, absolute, the program's own hand-over among them; nobody looked whether they are there. */
export function writtenPlaces(run: RunDetail, dataFolderOf: (plugin: string) => string): readonly string[] {
	const places = new Set<string>();
	const named = run.status === 'succeeded' && run.stages.at(-1)?.type !== 'destination' ? outputOf(run.request) : null;
	if (named !== null) places.add(named);
	for (const path of ofComponents(run)) places.add(path);
	for (const { op, status, stage, target } of run.hostCallList) {
		const plugin = run.stages[stage]?.plugin;
		if (kindDecided(op) !== 'write' || status < 0 || plugin === undefined) continue;
		places.add(isAbsolute(target) ? target : join(dataFolderOf(plugin), target));
	}
	return [...places];
}

/**
 * Of a flow that ended well: what its own parts wrote, and what its destinations were told to write. These were checked
 * against their policies before the run began. That they did is known from what they asked their host for; where the
 * history holds the first of that alone, the configuration says it.
 */
function ofComponents(run: RunDetail): readonly string[] {
	if (run.kind !== 'flow' || run.status !== 'succeeded') return [];
	const isCutShort = run.hostCalls > run.hostCallList.length;
	return run.stages.flatMap(({ builtIn, type, config }) => {
		const path = memberOf(config, 'path');
		const writes = builtIn === null ? type === 'destination' && isCutShort : builtIn === 'write-file';
		return writes && typeof path === 'string' && isAbsolute(path) ? [path] : [];
	});
}

async function lookAt(path: string): Promise<WrittenFile> {
	const gone = { path, bytes: null, beginning: null, isCompressed: false };
	const file = await open(path, constants.O_RDONLY | NONBLOCK).catch(() => null);
	if (file === null) return gone;
	try {
		const facts = await file.stat();
		if (!facts.isFile()) return gone;
		const { buffer, bytesRead } = await file.read(Buffer.alloc(PACKED), 0, PACKED, 0);
		const read = buffer.subarray(0, bytesRead);
		const inside = isPacked(read) ? await unpackedBeginning(read, SHOWN + MORE) : null;
		const beginning =
			inside === null
				? beginningOf(read.subarray(0, SHOWN + MORE), facts.size)
				: // Whatever of it was not read holds something.
					beginningOf(inside, bytesRead < facts.size ? inside.length + 1 : inside.length);
		return { path, bytes: facts.size, beginning, isCompressed: inside !== null };
	} catch {
		return gone;
	} finally {
		await file.close();
	}
}

function beginningOf(read: Buffer, size: number): Preview | null {
	const collector = new PreviewCollector(SHOWN);
	collector.add(read);
	const preview = collector.result();
	if (preview === null) return null;
	return { ...preview, bytes: Math.max(size, preview.bytes), truncated: preview.truncated || size > read.length };
}

/** Where a run was asked to write, if that is a file. */
function outputOf(request: JsonValue): string | null {
	return fileOf(memberOf(request, 'output'));
}

/** The files that a run was asked to read, absolute: the one that it was given, or those that a flow's own parts read. */
export function readPlaces({ request, stages }: Pick<RunDetail, 'request' | 'stages'>): readonly string[] {
	const given = fileOf(memberOf(request, 'input'));
	const read = stages.flatMap(({ builtIn, config }) => {
		const path = builtIn === 'read-file' ? memberOf(config, 'path') : undefined;
		return typeof path === 'string' && isAbsolute(path) ? [path] : [];
	});
	return [...(given === null ? [] : [given]), ...read];
}

function fileOf(place: JsonValue | undefined): string | null {
	const path = memberOf(place, 'path');
	return memberOf(place, 'kind') === 'file' && typeof path === 'string' ? path : null;
}

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
	return (value as { readonly [key: string]: JsonValue })[name];
}
