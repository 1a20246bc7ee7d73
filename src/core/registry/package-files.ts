import { join } from 'node:path';
import { lstat, open, readdir, readFile, stat } from '../user-files.ts';
import { isMomentary } from './momentary.ts';

/** A longer README is cut, bytes. */
const MAX_README_BYTES = 256 * 1024;
/** A larger sample is named, and not shown, bytes. */
const MAX_SAMPLE_BYTES = 256 * 1024;
const MAX_SAMPLES = 50;

export interface SampleFile {
	readonly name: string;
	readonly bytes: number;
	/** Null: not text, or too large to show. */
	readonly text: string | null;
}

/** README.md of a plugin's folder; null where there is none, or a link, which could lead to any file. */
export async function readReadme(folder: string): Promise<string | null> {
	const file = join(folder, 'README.md');
	const found = await lstat(file).catch(() => null);
	if (!found?.isFile()) return null;
	const handle = await open(file, 'r').catch((error: unknown) => {
		// It is kept with the version: for want of a descriptor it would be missing for good.
		if (isMomentary(error)) throw error;
		return null;
	});
	if (handle === null) return null;
	try {
		const { bytesRead, buffer } = await handle.read(Buffer.alloc(MAX_README_BYTES), 0, MAX_README_BYTES, 0);
		return buffer.subarray(0, bytesRead).toString('utf8');
	} catch {
		return null;
	} finally {
		await handle.close();
	}
}

/** The plain files in `sample` or `samples` of a plugin's folder, by name. */
export async function readSamples(folder: string): Promise<readonly SampleFile[]> {
	for (const name of ['sample', 'samples']) {
		const entries = await readdir(join(folder, name), { withFileTypes: true }).catch(() => []);
		// Links are left out: they could lead to any file.
		const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
		if (files.length === 0) continue;
		const names = files.map((file) => file.name).toSorted();
		return Promise.all(names.slice(0, MAX_SAMPLES).map((file) => readSample(join(folder, name), file)));
	}
	return [];
}

async function readSample(folder: string, name: string): Promise<SampleFile> {
	const path = join(folder, name);
	const bytes = (await stat(path).catch(() => null))?.size ?? 0;
	if (bytes > MAX_SAMPLE_BYTES) return { name, bytes, text: null };
	const content = await readFile(path).catch(() => null);
	return { name, bytes, text: content === null ? null : decode(content) };
}

function decode(content: Uint8Array): string | null {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(content);
	} catch {
		return null;
	}
}
