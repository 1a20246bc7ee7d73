import { setImmediate as turn } from 'node:timers/promises';
import { parse, type SemVer } from 'semver';
import type { IndexedPlugin, IndexedVersion, PackageIndex } from '../../shared/api/package-index.ts';
import { unsuitable } from '../registry/manifest/suitability.ts';

/**
 * What the texts of a version come to. Whoever wrote an index chose them, and there may be thousands, so each is read once,
 * and not at each comparison.
 */
interface Read {
	/** Null: it is no semantic version. */
	readonly order: SemVer | null;
	readonly program: string;
	readonly isFor: boolean;
}

const known = new WeakMap<IndexedVersion, Read>();
const sorted = new WeakMap<readonly IndexedVersion[], readonly IndexedVersion[]>();
/** Versions that are read in one go. */
const PIECE = 20;

/** Reads all versions of an index in pieces, so that what is asked about them later is answered at once. */
export async function readVersions({ plugins }: PackageIndex, program: string): Promise<void> {
	let count = 0;
	for (const plugin of plugins) {
		for (const version of plugin.versions) {
			readVersion(plugin, version, program);
			if (++count % PIECE === 0) await turn();
		}
		newestFirst(plugin.versions);
	}
}

/** Whether a version is for a program of this version. */
export function isFor(plugin: Pick<IndexedPlugin, 'name'>, version: IndexedVersion, program: string): boolean {
	return readVersion(plugin, version, program).isFor;
}

/** Null: it is no semantic version. */
export function orderOf(version: IndexedVersion): SemVer | null {
	return known.get(version)?.order ?? parse(version.version);
}

/** What is no semantic version comes last, as the index has it. */
export function newestFirst(versions: readonly IndexedVersion[]): readonly IndexedVersion[] {
	const before = sorted.get(versions);
	if (before !== undefined) return before;
	const found = versions
		.map((version) => ({ version, order: orderOf(version) }))
		.sort((a, b) => (a.order !== null && b.order !== null ? b.order.compare(a.order) : rank(a.order) - rank(b.order)))
		.map(({ version }) => version);
	sorted.set(versions, found);
	return found;
}

function rank(order: SemVer | null): number {
	return order === null ? 1 : 0;
}

function readVersion({ name }: Pick<IndexedPlugin, 'name'>, version: IndexedVersion, program: string): Read {
	const before = known.get(version);
	if (before?.program === program) return before;
	const { host, abi_version } = version;
	const isSuitable = unsuitable({ name, host, abi_version }, program) === null;
	const read = { order: before === undefined ? parse(version.version) : before.order, program, isFor: isSuitable };
	known.set(version, read);
	return read;
}
