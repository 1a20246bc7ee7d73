import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { lstat, opendir, stat } from '../../files/user-files.ts';
import type { FileKind } from '../../policy/decide/path.ts';
import type { OwnPlaces } from '../../policy/entries/own-places.ts';
import type { FileFacts } from './file-facts.ts';

type Identity = Pick<FileFacts, 'dev' | 'ino'>;

const idOf = ({ dev, ino }: Identity): string => `${dev}:${ino}`;

/** How long a look at the program's own files is believed, ms. */
const FRESH_MS = 1_000;

/** Names that are looked at to find a file's other name among the program's own; with more it stays unknown. */
const MOST_NAMES = 50_000;

/** Folders whose way is remembered between two looks. */
const MOST_FOLDERS = 1_000;

interface Identities {
	readonly sealed: ReadonlySet<string>;
	readonly unwritable: ReadonlySet<string>;
	/** Folders that were looked at since: whether they lead through the sealed ones, and through the unwritable ones. */
	readonly folders: Map<string, Promise<readonly [sealed: boolean, unwritable: boolean]>>;
}

/**
 * The program's own files by what they are and not by what they are called: a mount, another spelling or a hard link
 * gives them names that no list of paths holds.
 */
export class OwnFiles {
	readonly #places: () => OwnPlaces;
	readonly #identities = new Fresh(() => this.#identify());
	readonly #several = new Fresh(() => filesWithSeveralNames(this.#places().sealed));

	constructor(places: () => OwnPlaces) {
		this.#places = places;
	}

	get places(): OwnPlaces {
		return this.#places();
	}

	/** Whether a real path leads through one of the program's own folders. What is at its end is for `has` to tell. */
	async holds(path: string, kind: FileKind): Promise<boolean> {
		const identities = await this.#identities.get();
		const { folders } = identities;
		const folder = dirname(path);
		let known = folders.get(folder);
		if (known === undefined) {
			if (folders.size >= MOST_FOLDERS) folders.clear();
			known = leadsThrough(folder, identities);
			folders.set(folder, known);
		}
		const [sealed, unwritable] = await known;
		return sealed || (kind === 'write' && unwritable);
	}

	/** Whether what was opened is one of the program's own files; null: it has several names, too many to compare. */
	async has(facts: FileFacts, kind: FileKind): Promise<boolean | null> {
		const { sealed, unwritable } = await this.#identities.get();
		if (isIn(facts, sealed, kind === 'write' ? unwritable : none)) return true;
		if (!facts.isFile() || facts.nlink <= 1n) return false;
		const { ids, whole } = await this.#several.get();
		return ids.has(idOf(facts)) ? true : whole ? false : null;
	}

	async #identify(): Promise<Identities> {
		const { sealed, unwritable } = this.#places();
		return { sealed: await idsOf(sealed), unwritable: await idsOf(unwritable), folders: new Map() };
	}
}

const none: ReadonlySet<string> = new Set();

function isIn(facts: Identity, sealed: ReadonlySet<string>, unwritable: ReadonlySet<string>): boolean {
	const id = idOf(facts);
	return sealed.has(id) || unwritable.has(id);
}

async function leadsThrough(
	folder: string,
	{ sealed, unwritable }: Identities,
): Promise<readonly [sealed: boolean, unwritable: boolean]> {
	const above: string[] = [folder];
	for (let at = folder; dirname(at) !== at; at = dirname(at)) above.push(dirname(at));
	const facts = await Promise.all(above.map((place) => stat(place, { bigint: true }).catch(() => null)));
	const ids = facts.flatMap((found) => (found === null ? [] : idOf(found)));
	return [ids.some((id) => sealed.has(id)), ids.some((id) => unwritable.has(id))];
}

async function idsOf(paths: readonly string[]): Promise<ReadonlySet<string>> {
	const found = await Promise.all(paths.map((path) => stat(path, { bigint: true }).catch(() => null)));
	return new Set(found.flatMap((facts) => (facts === null ? [] : idOf(facts))));
}

interface Several {
	readonly ids: ReadonlySet<string>;
	/** False: there was more than is looked at. */
	readonly whole: boolean;
}

/** All files below some folders that have another name somewhere. */
async function filesWithSeveralNames(roots: readonly string[]): Promise<Several> {
	const ids = new Set<string>();
	const folders = [...roots];
	let left = MOST_NAMES;
	for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
		const entries = await opendir(folder, { bufferSize: 256 }).catch(() => null);
		// A root may be a file, and one of those that have other names.
		if (entries === null) {
			await note(folder, ids);
			continue;
		}
		for await (const entry of entries) {
			left -= 1;
			if (left < 0) return { ids, whole: false };
			const path = join(folder, entry.name);
			if (entry.isDirectory()) folders.push(path);
			else if (entry.isFile()) await note(path, ids);
		}
	}
	return { ids, whole: true };
}

async function note(path: string, ids: Set<string>): Promise<void> {
	const facts = await lstat(path, { bigint: true }).catch(() => null);
	if (facts?.isFile() === true && facts.nlink > 1n) ids.add(idOf(facts));
}

/** A value that is made anew when it is old, once for all who ask meanwhile. */
class Fresh<T> {
	readonly #make: () => Promise<T>;
	#value: Promise<T> | null = null;
	#until = 0;

	constructor(make: () => Promise<T>) {
		this.#make = make;
	}

	get(): Promise<T> {
		if (this.#value !== null && performance.now() < this.#until) return this.#value;
		const value = this.#make();
		this.#value = value;
		this.#until = Number.POSITIVE_INFINITY;
		const settled = (): void => {
			if (this.#value === value) this.#until = performance.now() + FRESH_MS;
		};
		value.then(settled, settled);
		return value;
	}
}
