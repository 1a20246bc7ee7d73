import { errno } from '../../../shared/wasm/wasi/errno.ts';
import type { FolderEntry } from '../../imports/wasi/entries.ts';
import { err, type Outcome, ok } from '../outcome.ts';
import { codeOf, entriesIn, type ListedEntry } from './filesystem-values.ts';
import { Handle, type Handles } from './handles.ts';
import type { OpenEntry, OpenFiles } from './open-files.ts';

/** Listed at once. bytes */
const LISTED_BYTES = 65_536;

interface DirectoryEntry {
	readonly type: string;
	readonly name: string;
}

/** `wasi:filesystem/types.directory-entry-stream`: what a folder holds, from its beginning to its end. */
export class DirectoryEntryStream extends Handle {
	readonly #files: OpenFiles;
	readonly #opened: OpenEntry;
	readonly #folder: FolderEntry;
	#listed: ListedEntry[] = [];
	#next = 0;
	#last = false;

	constructor(handles: Handles, files: OpenFiles, opened: OpenEntry, folder: FolderEntry) {
		super(handles);
		this.#files = files;
		this.#opened = opened.hold();
		this.#folder = folder;
	}

	protected override released(): void {
		this.#opened.release();
	}

	async readDirectoryEntry(): Promise<Outcome<DirectoryEntry | undefined, string>> {
		while (this.#listed.length === 0) {
			if (this.#last) return ok(undefined);
			await this.#files.flush();
			const asked = { handle: this.#folder.handle, cookie: this.#next, max: LISTED_BYTES };
			const { error, data } = await this.#files.broker.ask('list', asked);
			if (error !== errno.success) return err(codeOf(error));
			// The first byte says whether these are the last.
			const { entries, next } = entriesIn(data.subarray(1));
			this.#last = data[0] === 1 || next === null;
			this.#next = next ?? this.#next;
			this.#listed = entries.toReversed();
		}
		const { type, name } = this.#listed.pop() as ListedEntry;
		return ok({ type, name });
	}
}
