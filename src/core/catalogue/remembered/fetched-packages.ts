import type { IndexedVersion } from '../../../shared/api/package-index.ts';
import type { Registry } from '../../registry/registry.ts';
import { changedPackage, inspectAsSaid } from '../apply-update.ts';
import type { Source } from '../open-source.ts';
import { notOffered } from '../refuse-source.ts';
import { type StagedPackage, stagePackage } from '../stage-package.ts';

/** Packages that lie here at a time: a person looks into one after the other. */
const MOST = 8;

/** Packages that were brought here to be looked into before they are installed. Each is what its source says of it. */
export class FetchedPackages {
	readonly #dataDir: string;
	readonly #registry: Registry;
	#lying: readonly StagedPackage[] = [];
	#isClosed = false;

	constructor(dataDir: string, registry: Registry) {
		this.#dataDir = dataDir;
		this.#registry = registry;
	}

	/** Returns where it lies. `sha256`: of the package that a person saw offered. */
	async fetch(
		source: Source,
		{ name, version, sha256 }: { readonly name: string; readonly version: string; readonly sha256: string },
	): Promise<string> {
		const offered = source.index.plugins.find((plugin) => plugin.name === name);
		const found: IndexedVersion | undefined = offered?.versions.find((each) => each.version === version);
		if (offered === undefined || found === undefined) throw notOffered(name, source.shown, version);
		if (found.sha256 !== sha256) throw changedPackage(name, source.shown);
		const staged = await stagePackage(this.#dataDir, source, name, found);
		try {
			await inspectAsSaid(this.#registry, staged.path, offered, found);
		} catch (error) {
			await staged.close();
			throw error;
		}
		await this.#keep(staged);
		return staged.path;
	}

	async close(): Promise<void> {
		this.#isClosed = true;
		const lying = this.#lying;
		this.#lying = [];
		await Promise.all(lying.map((staged) => staged.close()));
	}

	async #keep(staged: StagedPackage): Promise<void> {
		if (this.#isClosed) {
			await staged.close();
			return;
		}
		const all = [...this.#lying, staged];
		this.#lying = all.slice(-MOST);
		for (const old of all.slice(0, -MOST)) await old.close();
	}
}
