import { join } from 'node:path';
import { makeFolders } from './make-folders.ts';
import { PRIVATE_FILE, PRIVATE_FOLDER } from './private-files.ts';
import { isProcessAlive, sweep } from './temporary-files.ts';
import { appendFileSync, readdir, readFile, rm, rmSync } from './user-files.ts';

/**
 * The folders in which this program writes files beside their final names, `<dataDir>/work-folders/<pid>`: they can be
 * anywhere, so the next start could not know where a killed program left something half-written.
 */
export class WorkFolders {
	readonly #folder: string;
	readonly #own: string;
	readonly #noted = new Set<string>();

	constructor(dataDir: string) {
		this.#folder = join(dataDir, 'work-folders');
		this.#own = join(this.#folder, String(process.pid));
	}

	/** Call it before the temporary file is made. Absolute; once noted it costs nothing. */
	note(folder: string): void {
		if (this.#noted.has(folder)) return;
		try {
			makeFolders(this.#folder, PRIVATE_FOLDER);
			appendFileSync(this.#own, `${JSON.stringify(folder)}\n`, { mode: PRIVATE_FILE });
			this.#noted.add(folder);
		} catch {
			// A data folder that cannot be written must not keep a run from writing elsewhere.
		}
	}

	/** Removes what programs that were killed left half-written, wherever they said that they wrote. */
	async sweep(): Promise<void> {
		for (const name of await readdir(this.#folder).catch(() => [])) {
			const pid = Number(name);
			// A list under our own id, at the start, is an earlier process's that had the same.
			if (!Number.isInteger(pid) || (pid !== process.pid && isProcessAlive(pid))) continue;
			const path = join(this.#folder, name);
			for (const folder of foldersOf(await readFile(path, 'utf8').catch(() => ''))) await sweep(folder);
			await rm(path, { force: true }).catch(() => undefined);
		}
	}

	/** Everything was finished or taken back. */
	close(): void {
		try {
			rmSync(this.#own, { force: true });
		} catch {
			// The next start looks into the folders once more and finds nothing.
		}
	}
}

/** A last line that was cut off names no folder. */
function foldersOf(text: string): readonly string[] {
	return text.split('\n').flatMap((line) => {
		try {
			const folder: unknown = JSON.parse(line);
			return typeof folder === 'string' ? [folder] : [];
		} catch {
			return [];
		}
	});
}
