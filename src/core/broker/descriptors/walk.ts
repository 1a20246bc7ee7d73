import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../../shared/errors/code-of.ts';
import { constants, lstat, open, readlink } from '../../files/user-files.ts';
import { isPlainWindowsName } from '../../policy/entries/path-form.ts';
import { hasHandlePaths } from '../files/open-folder.ts';
import { placeOfOpened } from '../files/opened-file.ts';
import type { Descriptor } from './descriptors.ts';
import type { Grounds } from './grounds.ts';
import { WasiFailure } from './wasi-failure.ts';

/** As many as Linux follows. */
const MOST_LINKS = 40;
/** In one path, links on the way included. */
const MOST_NAMES = 1_024;
const MOST_BYTES = 4_096;
/** Linux: opens a name without touching what it names, so that neither a pipe nor a device notices. */
const O_PATH = process.platform === 'linux' ? 0o10000000 : 0;
const PASSING = (constants.O_DIRECTORY ?? 0) | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0) | O_PATH;

/** A folder that a path leads through, held open. */
interface Held {
	readonly handle: FileHandle;
	readonly place: string;
	readonly own: boolean;
}

/** Where a path leads: a name in a folder that is held open until `close`. */
export interface Found {
	/** `.`: the folder itself. */
	readonly name: string;
	/** The path to act on, which no rename of a folder above it turns elsewhere (Linux). */
	readonly at: string;
	/** Where that really is, for decisions and records. */
	readonly place: string;
	readonly folderPlace: string;
	readonly folder: { readonly handle: FileHandle; readonly here: string };
	/** Written with a slash at its end: what is there has to be a folder. */
	readonly wantsFolder: boolean;
	close(): Promise<void>;
}

/**
 * Follows a path below an open folder, name by name and each from within the one before: what another process renames
 * or turns into a link meanwhile leads nowhere else. Links are read and followed here, absolute ones never; `..` never
 * leaves the folder, not even to come back. `follow`: also a link at the end.
 */
export async function walk(base: Descriptor, path: string, follow: boolean, grounds: Grounds): Promise<Found> {
	const way = new Way(grounds, await held(base));
	try {
		return await way.go(path, follow);
	} catch (error) {
		await way.close();
		throw error;
	}
}

async function held({ handle, place }: Descriptor): Promise<Held> {
	return { handle, place: await placeOfOpened(handle, place), own: false };
}

class Way {
	readonly #grounds: Grounds;
	readonly #stack: Held[];
	/** Names still to go, the next one last. */
	#left: string[] = [];
	#wantsFolder = false;
	#links = 0;
	#names = 0;

	constructor(grounds: Grounds, base: Held) {
		this.#grounds = grounds;
		this.#stack = [base];
	}

	async close(): Promise<void> {
		await Promise.all(this.#stack.flatMap(({ handle, own }) => (own ? [handle.close()] : [])));
	}

	get #top(): Held {
		return this.#stack.at(-1) as Held;
	}

	async go(path: string, follow: boolean): Promise<Found> {
		this.#push(path);
		for (let name = this.#left.pop(); name !== undefined; name = this.#left.pop()) {
			if (name === '..') await this.#up();
			else if (this.#left.length > 0) await this.#through(name);
			else if (!(follow || this.#wantsFolder) || !(await this.#isLink(name))) return this.#found(name);
		}
		return this.#found('.');
	}

	/** Puts the names of a path, or of what a link says, before those that are left. */
	#push(path: string): void {
		const { windows } = this.#grounds.scope;
		if (path.includes('\0')) throw new WasiFailure('inval', 'A path holds no NUL.');
		if (Buffer.byteLength(path) > MOST_BYTES) throw new WasiFailure('nametoolong', 'The path is too long.');
		if (path === '') throw new WasiFailure('noent', 'The path is empty.');
		if (path.startsWith('/') || (windows && /^[\\/]|^[A-Za-z]:/.test(path))) {
			throw new WasiFailure('perm', 'Paths are relative to an open folder.');
		}
		const isLast = this.#left.length === 0;
		const names = path.split('/').filter((name) => name !== '' && name !== '.');
		this.#names += names.length;
		if (this.#names > MOST_NAMES) throw new WasiFailure('nametoolong', 'The path has too many names.');
		if (windows && names.some((name) => name !== '..' && (name.includes('\\') || !isPlainWindowsName(name)))) {
			throw new WasiFailure('inval', 'That is no file name on Windows.');
		}
		if (isLast && /(?:^|\/)\.{0,2}$/.test(path)) this.#wantsFolder = true;
		for (const name of names.reverse()) this.#left.push(name);
	}

	async #up(): Promise<void> {
		if (this.#stack.length === 1) throw new WasiFailure('perm', 'The path leaves the folder that it begins in.');
		await this.#stack.pop()?.handle.close();
	}

	/** Goes into a folder, or where a link leads. */
	async #through(name: string): Promise<void> {
		const place = join(this.#top.place, name);
		await this.#grounds.assertPlace('list', place);
		const at = await pathIn(this.#top, name);
		try {
			this.#stack.push({ handle: await open(at, PASSING), place, own: true });
		} catch (error) {
			const code = codeOf(error);
			if (code !== 'ENOTDIR' && code !== 'ELOOP' && code !== 'EMLINK') throw error;
			const link = await readlink(at).catch(() => null);
			if (link === null) throw new WasiFailure('notdir', `${place} is no folder.`);
			this.#follow(link);
		}
	}

	#follow(link: string): void {
		this.#links += 1;
		if (this.#links > MOST_LINKS) throw new WasiFailure('loop', 'Too many links on the way.');
		this.#push(link);
	}

	/** A link at the end is followed; what is no link stays. */
	async #isLink(name: string): Promise<boolean> {
		const place = join(this.#top.place, name);
		await this.#grounds.assertPlace('read', place);
		const at = await pathIn(this.#top, name);
		const facts = await lstat(at).catch(() => null);
		if (facts?.isSymbolicLink() !== true) return false;
		this.#follow(await readlink(at));
		return true;
	}

	async #found(name: string): Promise<Found> {
		const top = this.#top;
		const folderPlace = top.place;
		return {
			name,
			at: await pathIn(top, name),
			place: name === '.' ? folderPlace : join(folderPlace, name),
			folderPlace,
			folder: { handle: top.handle, here: await pathIn(top, '.') },
			wantsFolder: this.#wantsFolder,
			close: () => this.close(),
		};
	}
}

async function pathIn({ handle, place }: Held, name: string): Promise<string> {
	const here = (await hasHandlePaths()) ? `/proc/self/fd/${handle.fd}` : place;
	// The slash leads through the handle to the folder itself.
	return name === '.' ? `${here}/.` : `${here}/${name}`;
}
