import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { DataFlareError, toDataFlareError, type WireError } from '../../shared/errors.ts';
import type { PluginRecord, PluginState } from '../../shared/plugin/plugin-record.ts';
import type { Grant, SecurityPolicy } from '../../shared/policy/security-policy.ts';
import { checkPolicy } from '../policy/check-policy.ts';
import type { Store } from '../store/store.ts';
import { analyseModule, mismatchOf } from './analyse-module.ts';
import { dataFolderOf } from './data-folder.ts';
import { inspectPackage } from './inspect.ts';
import { cleanStaging, installFiles } from './install-files.ts';
import { isWithin, moveEntries, requireUsableFolder } from './move-plugins.ts';
import { readReadme, readSamples } from './package-files.ts';
import { didYouMean } from './parse-manifest.ts';
import { readPackage } from './read-package.ts';
import { brokenRecord, isSameVersion, limitsOnly, nameOfEntry, takenName, versionOf, warningsOf } from './records.ts';
import type { InstallOptions, PluginPackage, Registry, RegistryEvent, RegistryPorts } from './registry.ts';
import { TurnQueue } from './turn-queue.ts';
import { VersionVault } from './version-vault.ts';
import { type FolderWatch, fingerprints, watchFolder } from './watch-folder.ts';

const DEFAULT_SETTLE_MS = 150;

export interface RegistryDeps {
	readonly store: Store;
	/** Absolute. */
	readonly pluginsDir: string;
	/** Absolute. */
	readonly dataDir: string;
	readonly ports: RegistryPorts;
	readonly now?: () => number;
	/** How long a changed file must keep still before it is looked at, ms. */
	readonly settleMs?: number;
}

export function createRegistry(deps: RegistryDeps): Registry {
	return new FolderRegistry(deps);
}

class FolderRegistry implements Registry {
	readonly #deps: RegistryDeps;
	#pluginsDir: string;
	#watches = false;
	readonly #now: () => number;
	readonly #vault: VersionVault;
	readonly #turns = new TurnQueue();
	readonly #listeners = new Set<(event: RegistryEvent) => void>();
	#watch: FolderWatch | null = null;

	constructor(deps: RegistryDeps) {
		this.#deps = deps;
		this.#pluginsDir = deps.pluginsDir;
		this.#now = deps.now ?? Date.now;
		this.#vault = new VersionVault(join(deps.dataDir, 'versions'));
	}

	async start(options: { readonly watch?: boolean } = {}): Promise<void> {
		const { store } = this.#deps;
		const pluginsDir = this.#pluginsDir;
		try {
			await mkdir(pluginsDir, { recursive: true });
			await cleanStaging(pluginsDir);
		} catch (error) {
			const code = (error as NodeJS.ErrnoException).code;
			throw new DataFlareError('storage', `The plugins folder ${pluginsDir} cannot be used (${code}).`, {
				hint: 'Choose another with --plugins-dir, or mend its permissions.',
				cause: error,
			});
		}
		const seen = await fingerprints(pluginsDir);
		const gone = store.plugins
			.list()
			.filter(({ folder }) => !existsSync(folder))
			.map((record) => this.#turns.run(record.name, async () => this.#disappeared(record)));
		await Promise.all([...gone, ...[...seen.keys()].map((entry) => this.#look(entry))]);
		this.#watches = options.watch !== false;
		if (!this.#watches) return;
		this.#watch = watchFolder(
			pluginsDir,
			seen,
			this.#deps.settleMs ?? DEFAULT_SETTLE_MS,
			(entry) => void this.#look(entry).catch((error: unknown) => process.emitWarning(String(error))),
			(state, message) => this.#emit({ kind: 'folder', state, message }),
		);
	}

	list(): readonly PluginRecord[] {
		return this.#deps.store.plugins.list();
	}

	get(name: string): PluginRecord | null {
		return this.#deps.store.plugins.get(name);
	}

	require(name: string): PluginRecord {
		const record = this.get(name);
		if (record !== null) return record;
		const names = this.list().map((plugin) => plugin.name);
		throw new DataFlareError('not_found', `No plugin named "${name}" is installed${didYouMean(name, names)}.`, {
			hint: names.length === 0 ? 'Install one with `dataflare install <file or folder>`.' : 'See `dataflare list`.',
			details: { name },
		});
	}

	inspect(path: string): ReturnType<Registry['inspect']> {
		return inspectPackage(this.#deps.store, path);
	}

	async install(path: string, options: InstallOptions): Promise<PluginRecord> {
		const found = await readPackage(path);
		const { name } = found.manifest;
		const problem = mismatchOf(found.manifest, found.analysis);
		if (problem !== null) throw DataFlareError.fromWire(problem);
		if (options.grant !== undefined) checkPolicy(options.grant);
		return this.#turns.run(name, () => this.#install(found, options));
	}

	async #install(found: PluginPackage, options: InstallOptions): Promise<PluginRecord> {
		const { store, ports } = this.#deps;
		const pluginsDir = this.#pluginsDir;
		const { name } = found.manifest;
		const before = this.get(name);
		const isElsewhere = before !== null && before.folder !== found.source && before.state !== 'missing';
		if (isElsewhere && options.replace !== true && !isSameVersion(before.current, found)) {
			throw new DataFlareError('conflict', `A plugin named "${name}" is installed already.`, {
				hint: 'Replace it with --replace, or give the new one another name in its manifest.',
				details: { name, installed: before.current?.sha256 ?? null, offered: found.analysis.sha256 },
			});
		}
		await this.#keep(found);
		if (before?.state === 'ready' && !isSameVersion(before.current, found)) await this.#tryUpdate(found);
		const folder = found.source.startsWith(join(pluginsDir, '/'))
			? found.source
			: await installFiles(pluginsDir, found);
		const { grant = store.grants.current(name)?.policy ?? limitsOnly(found.manifest.security_policy) } = options;
		const granted = this.#grant(name, grant, options.author, options.note ?? '');
		const now = this.#now();
		const record: PluginRecord = {
			name,
			state: 'ready',
			problem: null,
			current: versionOf(found, now),
			failedUpdate: null,
			grantVersion: granted,
			folder,
			installedAt: before?.installedAt ?? now,
			changedAt: now,
			warnings: warningsOf(found),
		};
		if (before !== null && before.state !== 'ready') await ports.release(name);
		store.plugins.put(record);
		this.#watch?.expect(folder.slice(pluginsDir.length + 1));
		this.#emit({ kind: before === null ? 'installed' : 'updated', plugin: record });
		return record;
	}

	/** Appends a grant unless the one in force says the same; returns the version in force. */
	#grant(name: string, policy: SecurityPolicy, author: string, note: string): number {
		const { grants } = this.#deps.store;
		const current = grants.current(name);
		if (current !== null && JSON.stringify(current.policy) === JSON.stringify(policy)) return current.version;
		return grants.append(name, policy, author, note).version;
	}

	enable(name: string): Promise<PluginRecord> {
		return this.#turns.run(name, async () => {
			const record = this.require(name);
			if (record.state !== 'disabled') {
				if (record.state === 'ready') return record;
				throw new DataFlareError('conflict', `${name} is not disabled but ${record.state.replaceAll('_', ' ')}.`, {
					hint:
						record.state === 'waiting_for_review'
							? `Decide its policy with \`dataflare policy set ${name}\`.`
							: `Try \`dataflare reload ${name}\`.`,
				});
			}
			return this.#setState(record, record.grantVersion > 0 ? 'ready' : 'waiting_for_review', null);
		});
	}

	disable(name: string): Promise<PluginRecord> {
		return this.#turns.run(name, async () => {
			const record = this.#setState(this.require(name), 'disabled', null);
			await this.#deps.ports.release(name);
			return record;
		});
	}

	async reload(name: string): Promise<PluginRecord> {
		const record = this.require(name);
		const entry = record.folder.slice(this.#pluginsDir.length + 1);
		await this.#look(entry);
		return this.#turns.run(name, async () => {
			const now = this.require(name);
			if (now.state !== 'quarantined') return now;
			await this.#deps.ports.release(name);
			return this.#setState(now, 'ready', null);
		});
	}

	uninstall(name: string, options: { readonly keepData?: boolean } = {}): Promise<void> {
		return this.#turns.run(name, async () => {
			const { store, ports } = this.#deps;
			const record = this.require(name);
			await ports.release(name);
			await rm(record.folder, { recursive: true, force: true });
			if (options.keepData !== true) {
				store.state.clear(name);
				await rm(dataFolderOf(this.#deps.dataDir, name), { recursive: true, force: true });
			}
			store.plugins.remove(name);
			this.#emit({ kind: 'removed', plugin: record });
		});
	}

	quarantine(name: string, reason: string): PluginRecord {
		const problem: WireError = {
			code: 'plugin_execution',
			message: reason,
			hint: `Replace it with a version that works, or try again with \`dataflare reload ${name}\`.`,
		};
		return this.#setState(this.require(name), 'quarantined', problem);
	}

	decide(name: string, policy: SecurityPolicy, author: string, note: string, expectedVersion?: number): Promise<Grant> {
		checkPolicy(policy);
		return this.#turns.run(name, async () => {
			const { store, ports } = this.#deps;
			const record = this.require(name);
			const before = store.grants.current(name)?.policy;
			const grant = store.grants.append(name, policy, author, note, expectedVersion);
			const state = record.state === 'waiting_for_review' ? 'ready' : record.state;
			const next: PluginRecord = { ...record, state, grantVersion: grant.version, changedAt: this.#now() };
			store.plugins.put(next);
			this.#emit({ kind: 'state', plugin: next });
			// Limits and the environment are given at the start; everything else is asked anew for each host call.
			if (startsDifferently(before, policy)) await ports.release(name);
			return grant;
		});
	}

	versions(name: string): ReturnType<Registry['versions']> {
		return this.#deps.store.plugins.versions(name);
	}

	rollback(name: string, sha256: string): Promise<PluginRecord> {
		return this.#turns.run(name, async () => {
			const before = this.require(name);
			const version = this.versions(name).find((known) => known.sha256 === sha256);
			if (version === undefined) {
				throw new DataFlareError('not_found', `${name} never had a version ${sha256.slice(0, 12)}….`, {
					hint: 'Choose one of its versions.',
					details: { name, sha256 },
				});
			}
			const module = await this.#vault.load(sha256, name);
			const { manifest } = version;
			const source = before.folder;
			const analysis = this.#deps.store.analyses.get(sha256) ?? analyseModule(module);
			const inferred = source.toLowerCase().endsWith('.wasm') || !existsSync(source);
			const found: PluginPackage = { source, manifest, analysis, module, readme: null, warnings: [], inferred };
			if (before.state === 'ready') await this.#tryUpdate(found);
			const folder = await installFiles(this.#pluginsDir, found, { writeManifest: true });
			if (folder !== source) await rm(source, { recursive: true, force: true });
			const now = this.#now();
			const state = restingState(before);
			const next: PluginRecord = {
				...before,
				state,
				problem: null,
				current: version,
				failedUpdate: null,
				folder,
				changedAt: now,
				warnings: warningsOf(found),
			};
			if (before.state !== 'ready') await this.#deps.ports.release(name);
			this.#put(next, 'updated');
			this.#watch?.expect(folder.slice(this.#pluginsDir.length + 1));
			return next;
		});
	}

	async packageFiles(name: string): ReturnType<Registry['packageFiles']> {
		const { folder } = this.require(name);
		const [readme, samples] = await Promise.all([readReadme(folder), readSamples(folder)]);
		return { readme, samples };
	}

	pluginsDir(): string {
		return this.#pluginsDir;
	}

	async relocate(path: string, move: boolean): Promise<void> {
		const from = this.#pluginsDir;
		await requireUsableFolder(path, this.#deps.dataDir);
		if (path === from) return;
		this.#watch?.close();
		this.#watch = null;
		try {
			await this.#turns.idle();
			if (move) await moveEntries(from, path);
		} catch (error) {
			await this.start({ watch: this.#watches });
			throw error;
		}
		this.#pluginsDir = path;
		for (const record of this.list().filter(({ folder }) => isWithin(from, folder))) {
			if (move) this.#deps.store.plugins.put({ ...record, folder: join(path, relative(from, record.folder)) });
			else await this.#turns.run(record.name, () => this.#disappeared(record));
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
		const module = await this.#vault.load(record.current.sha256, name);
		return { record, manifest: record.current.manifest, module };
	}

	dataFolder(name: string): string {
		return dataFolderOf(this.#deps.dataDir, name);
	}

	onEvent(listener: (event: RegistryEvent) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	async close(): Promise<void> {
		this.#watch?.close();
		await this.#turns.idle();
	}

	#look(entry: string): Promise<void> {
		return this.#turns.run(nameOfEntry(entry), () => this.#reconcile(entry));
	}

	/** Brings what is known of one entry of the folder in step with what is there. */
	async #reconcile(entry: string): Promise<void> {
		const folder = join(this.#pluginsDir, entry);
		const before = this.list().find((record) => record.folder === folder) ?? null;
		let found: PluginPackage;
		try {
			found = await readPackage(folder);
			const problem = mismatchOf(found.manifest, found.analysis);
			if (problem !== null) throw DataFlareError.fromWire(problem);
		} catch (thrown) {
			const error = toDataFlareError(thrown);
			if (!existsSync(folder)) {
				if (before !== null) await this.#disappeared(before);
			} else this.#unusable(entry, folder, before, error.toWire());
			return;
		}
		const { name } = found.manifest;
		const named = this.get(name);
		if (named !== null && named.folder !== folder && named.state !== 'missing' && existsSync(named.folder)) {
			this.#unusable(entry, folder, before, takenName(name, folder, named.folder).toWire());
			return;
		}
		// A plugin that was renamed in its manifest is another plugin: the record under the old name has lost its files.
		if (before !== null && before.name !== name) await this.#disappeared({ ...before, folder: `${folder} (renamed)` });
		await this.#take(found, folder, named);
	}

	async #take(found: PluginPackage, folder: string, before: PluginRecord | null): Promise<void> {
		const now = this.#now();
		if (before !== null && isSameVersion(before.current, found)) {
			const returned = before.state === 'missing' || before.state === 'broken';
			if (!returned && before.failedUpdate === null) return;
			const state = returned ? restingState(before) : before.state;
			const next = {
				...before,
				state,
				folder,
				failedUpdate: null,
				problem: returned ? null : before.problem,
				changedAt: now,
			};
			this.#put(next, 'state');
			return;
		}
		await this.#keep(found);
		const runs = before?.state === 'ready' || before?.state === 'quarantined';
		if (before !== null && runs) {
			try {
				await this.#tryUpdate(found);
			} catch (thrown) {
				this.#failedUpdate(before, found.analysis.sha256, toDataFlareError(thrown).toWire());
				return;
			}
		}
		const next: PluginRecord = {
			name: found.manifest.name,
			state: before === null ? 'waiting_for_review' : restingState(before),
			problem: null,
			current: versionOf(found, now),
			failedUpdate: null,
			grantVersion: before?.grantVersion ?? this.#deps.store.grants.current(found.manifest.name)?.version ?? 0,
			folder,
			installedAt: before?.installedAt ?? now,
			changedAt: now,
			warnings: warningsOf(found),
		};
		this.#put(next, before === null ? 'appeared' : 'updated');
	}

	async #keep(found: PluginPackage): Promise<void> {
		await this.#vault.keep(found.analysis.sha256, found.module);
		this.#deps.store.analyses.put(found.analysis);
	}

	async #tryUpdate({ manifest, module, analysis }: PluginPackage): Promise<void> {
		await this.#deps.ports.prepareUpdate(manifest.name, { manifest, module, sha256: analysis.sha256 });
	}

	#unusable(entry: string, folder: string, before: PluginRecord | null, problem: WireError): void {
		if (before !== null && before.current !== null) {
			this.#failedUpdate(before, '', problem);
			return;
		}
		const own = before?.name ?? nameOfEntry(entry);
		const taken = this.get(own);
		const name = taken === null || taken.folder === folder ? own : `${own.slice(0, 60)}-dup`;
		this.#put(brokenRecord(name, folder, problem, this.#now()), 'broken');
	}

	#failedUpdate(before: PluginRecord, sha256: string, error: WireError): void {
		const plugin = { ...before, failedUpdate: { sha256, at: this.#now(), error }, changedAt: this.#now() };
		this.#deps.store.plugins.put(plugin);
		this.#emit({ kind: 'update_failed', plugin, message: error.message });
	}

	async #disappeared(record: PluginRecord): Promise<void> {
		if (record.state === 'missing') return;
		if (record.current === null) {
			this.#deps.store.plugins.remove(record.name);
			this.#emit({ kind: 'removed', plugin: record });
			return;
		}
		const problem: WireError = {
			code: 'not_found',
			message: `Its files are gone from ${record.folder}.`,
			hint: 'Put them back, or uninstall the plugin.',
		};
		this.#put({ ...record, state: 'missing', problem, changedAt: this.#now() }, 'missing');
		await this.#deps.ports.release(record.name);
	}

	#setState(record: PluginRecord, state: PluginState, problem: WireError | null): PluginRecord {
		const next = { ...record, state, problem, changedAt: this.#now() };
		this.#put(next, 'state');
		return next;
	}

	#put(plugin: PluginRecord, kind: 'appeared' | 'updated' | 'broken' | 'missing' | 'state'): void {
		this.#deps.store.plugins.put(plugin);
		this.#emit({ kind, plugin });
	}

	#emit(event: RegistryEvent): void {
		for (const listener of this.#listeners) listener(event);
	}
}

/** The state of a plugin whose files are in order, with nothing but the person's decisions to go by. */
function restingState(record: PluginRecord): PluginState {
	if (record.state === 'disabled' || record.state === 'waiting_for_review') return record.state;
	return record.grantVersion > 0 ? 'ready' : 'waiting_for_review';
}

function startsDifferently(before: SecurityPolicy | undefined, after: SecurityPolicy): boolean {
	if (before === undefined) return true;
	const atStart = ({ max_memory, max_execution_time, allow_env_vars, allowed_env_vars }: SecurityPolicy): string =>
		JSON.stringify([max_memory, max_execution_time, allow_env_vars, allowed_env_vars]);
	return atStart(before) !== atStart(after);
}
