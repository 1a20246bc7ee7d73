import { join } from 'node:path';
import { PACKAGE_EXTENSION } from '../../../shared/plugin/packing.ts';
import type { PluginRecord, VersionKey } from '../../../shared/plugin/plugin-record.ts';
import { isVersion } from '../../../shared/plugin/version-use.ts';
import { makeFolders } from '../../files/make-folders.ts';
import { PRIVATE_FOLDER } from '../../files/private-files.ts';
import { sweep } from '../../files/temporary-files.ts';
import { existsSync, lstat, readdir, rm, stat } from '../../files/user-files.ts';
import { SerialByKey } from '../../program/serial-by-key.ts';
import type { VersionUses } from '../../store/plugins/version-uses.ts';
import { packKept } from '../packing/pack-plugin.ts';

/** Packages that are kept of one plugin; those whose version was in use last stay. */
const PACKAGES = 10;

/**
 * Keeps all files of every version that was in use, each as a package `<plugin>/<version>-<hash>.dfplugin` that is never
 * written twice, so that going back brings more than the module and its manifest. It is made beside whatever else is done:
 * until it is there, and where it cannot be, going back brings these two.
 */
export class PackageStore {
	readonly #folder: string;
	readonly #uses: VersionUses;
	readonly #turns = new SerialByKey();

	constructor(folder: string, uses: VersionUses) {
		this.#folder = folder;
		this.#uses = uses;
	}

	/**
	 * Of a plugin whose version came into use with the files that lie in its folder. What nobody decided on yet is not kept.
	 */
	keep(record: PluginRecord): void {
		this.#later(record, () => this.#keep(record));
	}

	/** Where nothing is kept of the version in use: what lies in its folder by now may be what nobody looked at. */
	keepMissing(record: PluginRecord): void {
		this.#later(record, async () => {
			if (record.current !== null && (await this.#kept(record.name, record.current)) === null) await this.#keep(record);
		});
	}

	#later(record: PluginRecord, work: () => Promise<void>): void {
		if (record.state !== 'ready') return;
		void this.#turns
			.run(record.name, work)
			// The version can be gone back to without them.
			.catch((error: unknown) => {
				if (existsSync(record.folder))
					process.emitWarning(`The files of ${record.name} were not kept: ${String(error)}`);
			});
	}

	/** The package of a version, once those under way are made; null: there is none. */
	pathOf(plugin: string, version: VersionKey): Promise<string | null> {
		return this.#turns.run(plugin, () => this.#kept(plugin, version));
	}

	/** Removes what killed programs left half-written, and the packages of plugins that are not there any more. */
	async sweep(isThere: (plugin: string) => boolean): Promise<void> {
		for (const plugin of await readdir(this.#folder).catch(() => [] as string[])) {
			if (isThere(plugin)) await sweep(join(this.#folder, plugin));
			else await this.forget(plugin);
		}
	}

	async forget(plugin: string): Promise<void> {
		await this.#turns.run(plugin, async () => {
			for (const version of this.#uses.packages(plugin)) this.#uses.unpacked(plugin, version);
			await rm(join(this.#folder, plugin), { recursive: true, force: true });
		});
	}

	/** Resolves once no package is being made. */
	idle(): Promise<void> {
		return this.#turns.idle();
	}

	async #kept(plugin: string, version: VersionKey): Promise<string | null> {
		const name = this.#uses.packages(plugin).find((kept) => isVersion(kept, version))?.name;
		if (name === undefined) return null;
		const path = join(this.#folder, plugin, name);
		return (await lstat(path).catch(() => null))?.isFile() === true ? path : null;
	}

	async #keep({ name, folder, current }: PluginRecord): Promise<void> {
		if (current === null) return;
		// A lone module is kept by its hash, with the manifest that was inferred.
		if (
			!(await stat(join(folder, 'plugin.json')).then(
				(facts) => facts.isFile(),
				() => false,
			))
		)
			return;
		const into = join(this.#folder, name);
		makeFolders(into, PRIVATE_FOLDER);
		const version = (current.label ?? '').replaceAll(/[^0-9A-Za-z.+-]/g, '').slice(0, 60);
		const nameOf = (list: string): string => `${version === '' ? 'version' : version}-${list}${PACKAGE_EXTENSION}`;
		const kept = await packKept(folder, into, nameOf, current);
		if (kept === null) return;
		this.#uses.packed(name, current, kept);
		await this.#prune(name, into);
	}

	async #prune(plugin: string, into: string): Promise<void> {
		const kept = this.#uses.packages(plugin);
		for (const version of kept.slice(PACKAGES)) this.#uses.unpacked(plugin, version);
		const named = new Set(kept.slice(0, PACKAGES).map(({ name }) => name));
		for (const file of await readdir(into)) {
			if (file.endsWith(PACKAGE_EXTENSION) && !named.has(file)) await rm(join(into, file), { force: true });
		}
	}
}
