import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { DataFlareError, type ErrorDetails, toDataFlareError, type WireError } from '../../shared/errors.ts';
import { because } from '../../shared/failure-reason.ts';
import type { PluginRecord } from '../../shared/plugin/plugin-record.ts';
import type { Grant, SecurityPolicy } from '../../shared/policy/security-policy.ts';
import { makeFolders } from '../make-folders.ts';
import { dataFolderOf } from './data-folder.ts';
import { inspectPackage, inspectVersion } from './inspect.ts';
import { cleanStaging, removeEntry } from './install-files.ts';
import { installPlugin } from './install-plugin.ts';
import { tellsNothing } from './momentary.ts';
import { isWithin, moveEntries, requireUsableFolder } from './move-plugins.ts';
import { readReadme, readSamples } from './package-files.ts';
import { PluginBook, type RegistryDeps } from './plugin-book.ts';
import { filesGone, reconcileEntry } from './reconcile-folder.ts';
import { nameOfEntry } from './records.ts';
import type { InstallOptions, Registry, RegistryEvent } from './registry.ts';
import { decideGrant, disablePlugin, enablePlugin } from './review-plugin.ts';
import { rollBack } from './roll-back.ts';
import { analysisOf } from './version-analysis.ts';
import { type FolderWatch, fingerprints, watchFolder } from './watch-folder.ts';

const DEFAULT_SETTLE_MS = 150;

export function createRegistry(deps: RegistryDeps): Registry {
	return new FolderRegistry(deps);
}

class FolderRegistry implements Registry {
	readonly #book: PluginBook;
	readonly #settleMs: number;
	#watch: FolderWatch | null = null;
	#watches = false;
	/** Entries that could not be looked at; each is warned of once. */
	readonly #unknown = new Set<string>();

	constructor(deps: RegistryDeps) {
		this.#book = new PluginBook(deps);
		this.#settleMs = deps.settleMs ?? DEFAULT_SETTLE_MS;
	}

	async start(options: { readonly watch?: boolean } = {}): Promise<void> {
		const book = this.#book;
		const { pluginsDir } = book;
		try {
			makeFolders(pluginsDir);
			await cleanStaging(pluginsDir);
			await book.vault.sweep();
		} catch (error) {
			const code = (error as NodeJS.ErrnoException).code;
			throw new DataFlareError('storage', `The plugins folder ${pluginsDir} cannot be used (${code}).`, {
				details: because('plugins_folder_unusable', { path: pluginsDir, system: String(code) }),
				hint: 'Choose another with --plugins-dir, or mend its permissions.',
				cause: error,
			});
		}
		const seen = await fingerprints(pluginsDir);
		const gone = book
			.list()
			.filter(({ folder }) => !existsSync(folder))
			.map((record) => book.turns.run(record.name, () => filesGone(book, record)));
		const again: string[] = [];
		const looks = [...seen.keys()].map((entry) =>
			this.#look(entry).catch((error: unknown) => {
				if (!tellsNothing(error)) throw error;
				again.push(entry);
			}),
		);
		await Promise.all([...gone, ...looks]);
		this.#watches = options.watch !== false;
		if (!this.#watches) return;
		this.#watch = watchFolder(
			pluginsDir,
			seen,
			this.#settleMs,
			(entry) => void this.#lookAgainUntilKnown(entry),
			(state, message) => book.emit({ kind: 'folder', state, message }),
		);
		for (const entry of again) this.#watch.lookAgain(entry);
	}

	list(): readonly PluginRecord[] {
		return this.#book.list();
	}

	get(name: string): PluginRecord | null {
		return this.#book.get(name);
	}

	require(name: string): PluginRecord {
		return this.#book.require(name);
	}

	inspect(path: string): ReturnType<Registry['inspect']> {
		return inspectPackage(this.#book, path);
	}

	async inspectInstalled(name: string): ReturnType<Registry['inspectInstalled']> {
		const { current, folder } = this.require(name);
		try {
			return await this.inspect(folder);
		} catch (error) {
			if (current === null) throw error;
			const { manifest, module } = await this.load(name);
			return await inspectVersion(this.#book, { manifest, module }, folder, toDataFlareError(error).message);
		}
	}

	install(path: string, options: InstallOptions): Promise<PluginRecord> {
		return installPlugin(this.#book, path, options, (entry) => this.#watch?.expect(entry));
	}

	enable(name: string): Promise<PluginRecord> {
		return enablePlugin(this.#book, name);
	}

	disable(name: string): Promise<PluginRecord> {
		return disablePlugin(this.#book, name);
	}

	async reload(name: string): Promise<PluginRecord> {
		const book = this.#book;
		await this.#look(book.require(name).folder.slice(book.pluginsDir.length + 1), { anew: true });
		return book.turns.run(name, async () => {
			const now = book.require(name);
			if (now.state !== 'quarantined') return now;
			await book.ports.release(name);
			return book.setState(now, 'ready', null);
		});
	}

	uninstall(name: string, options: { readonly keepData?: boolean } = {}): Promise<void> {
		const book = this.#book;
		return book.turns.run(name, async () => {
			const record = book.require(name);
			await book.ports.release(name);
			await removeEntry(record.folder, () => book.store.plugins.remove(name));
			if (options.keepData !== true) {
				book.store.state.clear(name);
				await rm(dataFolderOf(book.dataDir, name), { recursive: true, force: true });
			}
			book.emit({ kind: 'removed', plugin: record });
		});
	}

	quarantine(name: string, reason: string, why?: ErrorDetails): PluginRecord {
		const problem: WireError = {
			code: 'plugin_execution',
			message: reason,
			hint: `Replace it with a version that works, or try again with \`dataflare reload ${name}\`.`,
			details: why,
		};
		return this.#book.setState(this.#book.require(name), 'quarantined', problem);
	}

	decide(name: string, policy: SecurityPolicy, author: string, note: string, expectedVersion?: number): Promise<Grant> {
		return decideGrant(this.#book, name, policy, author, note, expectedVersion);
	}

	versions(name: string): ReturnType<Registry['versions']> {
		return this.#book.store.plugins.versions(name);
	}

	rollback(name: string, sha256: string): Promise<PluginRecord> {
		return rollBack(this.#book, name, sha256, (entry) => this.#watch?.expect(entry));
	}

	analysis(name: string, sha256?: string): ReturnType<Registry['analysis']> {
		return analysisOf(this.#book, name, sha256);
	}

	async packageFiles(name: string): ReturnType<Registry['packageFiles']> {
		const { folder } = this.require(name);
		const [readme, samples] = await Promise.all([readReadme(folder), readSamples(folder)]);
		return { readme, samples };
	}

	pluginsDir(): string {
		return this.#book.pluginsDir;
	}

	async relocate(path: string, move: boolean): Promise<void> {
		const book = this.#book;
		const from = book.pluginsDir;
		await requireUsableFolder(path, book.dataDir);
		if (path === from) return;
		this.#watch?.close();
		this.#watch = null;
		try {
			await book.turns.idle();
			if (move) await moveEntries(from, path);
		} catch (error) {
			await this.start({ watch: this.#watches });
			throw error;
		}
		book.pluginsDir = path;
		for (const record of book.list().filter(({ folder }) => isWithin(from, folder))) {
			if (move) book.store.plugins.put({ ...record, folder: join(path, relative(from, record.folder)) });
			else await book.turns.run(record.name, () => filesGone(book, record));
		}
		await this.start({ watch: this.#watches });
	}

	async load(name: string): ReturnType<Registry['load']> {
		const record = this.require(name);
		if (record.current === null) {
			throw DataFlareError.fromWire(
				record.problem ?? { code: 'plugin_load', message: `${name} has no version that can be used.` },
			);
		}
		const module = await this.#book.vault.load(record.current.sha256, name);
		return { record, manifest: record.current.manifest, module };
	}

	dataFolder(name: string): string {
		return dataFolderOf(this.#book.dataDir, name);
	}

	onEvent(listener: (event: RegistryEvent) => void): () => void {
		return this.#book.onEvent(listener);
	}

	async close(): Promise<void> {
		this.#watch?.close();
		await this.#book.turns.idle();
	}

	async #lookAgainUntilKnown(entry: string): Promise<void> {
		try {
			await this.#look(entry);
			this.#unknown.delete(entry);
		} catch (error) {
			if (!this.#unknown.has(entry)) process.emitWarning(String(error));
			this.#unknown.add(entry);
			this.#watch?.lookAgain(entry);
		}
	}

	/** `anew`: also files that are known to be unusable. */
	#look(entry: string, options: { readonly anew: boolean } = { anew: false }): Promise<void> {
		return this.#book.turns.run(nameOfEntry(entry), () => reconcileEntry(this.#book, entry, options));
	}
}
