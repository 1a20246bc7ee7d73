import { isMomentary } from './momentary.ts';
import type { HeldFolder } from './walk/held-folder.ts';

/** A longer README is cut, bytes. */
export const MAX_README_BYTES = 256 * 1024;
/** A larger sample is named, and not shown, bytes. */
const MAX_SAMPLE_BYTES = 256 * 1024;
const MAX_SAMPLES = 50;
/** All samples that are shown, together, bytes: they travel in one answer. */
const MAX_SHOWN_BYTES = 1024 * 1024;
/** Samples are chosen among so many entries of their folder. */
const MAX_ENTRIES = 1_000;

export interface SampleFile {
	readonly name: string;
	readonly bytes: number;
	/** Null: not text, or too large to show. */
	readonly text: string | null;
}

/** README.md of a plugin's folder; null where there is none, or a link, which could lead to any file. */
export async function readReadme(folder: HeldFolder): Promise<string | null> {
	const handle = await folder.openFile('README.md').catch((error: unknown) => {
		// It is kept with the version: for want of a descriptor it would be missing for good.
		if (isMomentary(error)) throw error;
		return 'special' as const;
	});
	if (handle === 'special') return null;
	try {
		const { bytesRead, buffer } = await handle.read(Buffer.alloc(MAX_README_BYTES), 0, MAX_README_BYTES, 0);
		return buffer.subarray(0, bytesRead).toString('utf8');
	} catch {
		return null;
	} finally {
		await handle.close();
	}
}

/** The plain files in `sample` or `samples` of a plugin's folder, by name. Links are left out, in its place as well. */
export async function readSamples(folder: HeldFolder): Promise<readonly SampleFile[]> {
	for (const name of ['sample', 'samples']) {
		const samples = await folder.folder(name);
		if (samples === null) continue;
		try {
			const found = await readAll(samples);
			if (found.length > 0) return found;
		} finally {
			await samples.close();
		}
	}
	return [];
}

async function readAll(folder: HeldFolder): Promise<readonly SampleFile[]> {
	const names: string[] = [];
	let seen = 0;
	for await (const entry of folder.entries()) {
		if (++seen > MAX_ENTRIES) break;
		if (entry.isFile() && !entry.name.startsWith('.')) names.push(entry.name);
	}
	const samples: SampleFile[] = [];
	let shown = 0;
	for (const name of names.sort().slice(0, MAX_SAMPLES)) {
		const found = await folder.readFile(name, MAX_SAMPLE_BYTES).catch(() => null);
		if (found instanceof Uint8Array) {
			const text = shown + found.length > MAX_SHOWN_BYTES ? null : decode(found);
			if (text !== null) shown += found.length;
			samples.push({ name, bytes: found.length, text });
		} else if (found?.kind === 'large') samples.push({ name, bytes: found.size, text: null });
	}
	return samples;
}

function decode(content: Uint8Array): string | null {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(content);
	} catch {
		return null;
	}
}
