import { join } from 'node:path';
import { Emitter } from '../../shared/emitter.ts';
import { DataFlareError, type WireError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { Remark } from '../../shared/errors/remark.ts';
import { didYouMean } from '../../shared/issues/did-you-mean.ts';
import type { PluginRecord, PluginState } from '../../shared/plugin/plugin-record.ts';
import { MAX_MODULE_BYTES } from '../../shared/policy/limits.ts';
import type { SecurityPolicy } from '../../shared/policy/security-policy.ts';
import type { OwnPlaces } from '../policy/entries/own-places.ts';
import { SerialByKey } from '../program/serial-by-key.ts';
import { VERSION } from '../program/version.ts';
import type { Store } from '../store/store.ts';
import { ModuleAnalyst } from './package/analyse-module.ts';
import { KnownFiles } from './package/known-files.ts';
import { ModuleRoom } from './package/module-room.ts';
import type { PackageReading } from './package/package-reading.ts';
import { readPackage } from './package/read-package.ts';
import type { PluginPackage, RegistryEvent, RegistryPorts } from './registry.ts';
import { unsignedRefusal } from './signing/require-signer.ts';
import { ModuleStore } from './versions/module-store.ts';
import { PackageStore } from './versions/package-store.ts';
import { ReadyComponents } from './versions/ready-components.ts';

export interface RegistryDeps {
	readonly store: Store;
	/** Absolute. */
	readonly pluginsDir: string;
	/** Absolute. */
	readonly dataDir: string;
	readonly ports: RegistryPorts;
	/** What is the program's own, which no grant can name; default: nothing. */
	readonly ownPlaces?: (() => OwnPlaces) | undefined;
	/** Hears what a person should know of the folders, a sentence each. */
	readonly tell?: ((notice: Remark) => void) | undefined;
	readonly now?: () => number;
	/** The program's version; default: what it is. */
	readonly version?: string | undefined;
	/** How long a changed file must keep still before it is looked at, ms. */
	readonly settleMs?: number;
}

/** The records of the plugins and their modules, and who hears of a change: what every part of the registry works on. */
export class RegistryContext {
	readonly store: Store;
	readonly ports: RegistryPorts;
	readonly dataDir: string;
	readonly tell: (notice: Remark) => void;
	readonly now: () => number;
	/** The program's version. */
	readonly version: string;
	readonly modules: ModuleStore;
	readonly components: ReadyComponents;
	readonly packages: PackageStore;
	readonly ownPlaces: () => OwnPlaces | undefined;
	readonly analyst: ModuleAnalyst;
	/** Files in the plugins folder that cannot be used. */
	readonly files: KnownFiles;
	/** By plugin. */
	readonly turns = new SerialByKey();
	/** For what lies in the plugins folder: the largest module, or many small ones. */
	readonly room = new ModuleRoom(MAX_MODULE_BYTES);
	/** Absolute. */
	pluginsDir: string;
	readonly #news = new Emitter<{ readonly change: RegistryEvent }>();

	constructor(deps: RegistryDeps) {
		this.store = deps.store;
		this.ports = deps.ports;
		this.dataDir = deps.dataDir;
		this.pluginsDir = deps.pluginsDir;
		this.tell = deps.tell ?? (() => {});
		this.now = deps.now ?? Date.now;
		this.version = deps.version ?? VERSION;
		this.ownPlaces = deps.ownPlaces ?? (() => undefined);
		const versions = join(deps.dataDir, 'versions');
		this.modules = new ModuleStore(versions);
		this.packages = new PackageStore(join(versions, 'packages'), deps.store.versionUses);
		this.components = new ReadyComponents(join(versions, 'components'), deps.ports.transpile);
		this.analyst = new ModuleAnalyst(deps.ports.look, deps.store.analyses, this.components);
		this.files = new KnownFiles(join(versions, 'unusable.json'));
	}

	list(): readonly PluginRecord[] {
		return this.store.plugins.list();
	}

	get(name: string): PluginRecord | null {
		return this.store.plugins.get(name);
	}

	/** `not_found` with did-you-mean. */
	require(name: string): PluginRecord {
		const record = this.get(name);
		if (record !== null) return record;
		const names = this.list().map((plugin) => plugin.name);
		throw new DataFlareError('not_found', `No plugin named "${name}" is installed${didYouMean(name, names)}.`, {
			hint: names.length === 0 ? 'Install one first, from a file or a folder.' : 'Check the list of plugins.',
			details: { ...because('not_installed', { name }), name, installed: names.length },
		});
	}

	/** Reads a package, whatever is known of it: a person asked. */
	read(path: string, take?: PackageReading['take']): Promise<PluginPackage> {
		return readPackage(path, { analyst: this.analyst, files: null, take });
	}

	/** Reads a package that lies in the folder; what is known to be unusable is not read again. */
	readAgain(path: string, take?: PackageReading['take']): Promise<PluginPackage> {
		return readPackage(path, { analyst: this.analyst, files: this.files, take });
	}

	/** Stores what must outlive the package's files. */
	async keep(found: PluginPackage): Promise<void> {
		await this.modules.keep(found.analysis.sha256, found.module);
		this.store.analyses.put(found.analysis);
	}

	/** Rejects, with the version in use untouched, when the new one does not start. */
	async tryUpdate({ manifest, module, analysis }: PluginPackage): Promise<void> {
		const { sha256 } = analysis;
		const runnable = await this.components.runnable(sha256, module);
		await this.ports.prepareUpdate(manifest.name, { manifest, module: runnable, sha256 });
	}

	/** What keeps a version signed by this key (null: by none) from running; null: nothing does. */
	unsigned(plugin: string, signer: string | null): DataFlareError | null {
		return unsignedRefusal(this.store, plugin, signer);
	}

	/** Appends a grant unless the one in force says the same; returns the version that is in force then. */
	grant(name: string, policy: SecurityPolicy, author: string, note: string): number {
		const { grants } = this.store;
		const current = grants.inForce(name);
		if (current !== null && JSON.stringify(current.policy) === JSON.stringify(policy)) return current.version;
		return grants.append(name, { policy, author, note }).version;
	}

	setState(record: PluginRecord, state: PluginState, problem: WireError | null): PluginRecord {
		const next = { ...record, state, problem, changedAt: this.now() };
		this.put(next, 'state');
		return next;
	}

	put(plugin: PluginRecord, kind: 'appeared' | 'installed' | 'updated' | 'broken' | 'missing' | 'state'): void {
		this.store.plugins.put(plugin);
		this.emit({ kind, plugin });
	}

	emit(event: RegistryEvent): void {
		this.#news.emit('change', event);
	}

	onEvent(listener: (event: RegistryEvent) => void): () => void {
		return this.#news.on('change', listener);
	}
}
