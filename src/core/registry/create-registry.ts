import { join, relative } from 'node:path';
import { codeOf } from '../../shared/errors/code-of.ts';
import { DataFlareError, type ErrorDetails, toDataFlareError, type WireError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { remark } from '../../shared/errors/remark.ts';
import type { InputPrivacy } from '../../shared/plugin/input-privacy.ts';
import type { PluginRecord, UpdateChoice } from '../../shared/plugin/plugin-record.ts';
import { isVersion } from '../../shared/plugin/version-use.ts';
import type { Grant, SecurityPolicy } from '../../shared/policy/security-policy.ts';
import { sha256Of } from '../files/hash-bytes.ts';
import { makeFolders } from '../files/make-folders.ts';
import { keepOthersFromWriting, PRIVATE_FOLDER } from '../files/private-files.ts';
import { existsSync } from '../files/user-files.ts';
import type { PluginStore } from '../store/plugins/plugin-store.ts';
import { versionUseOf } from '../store/plugins/version-use-store.ts';
import { dataFolderOf } from './data-folder.ts';
import { FolderLooks } from './folder/folder-looks.ts';
import { moveEntries, requireUsableFolder } from './folder/move-plugins.ts';
import { filesGone } from './folder/reconcile-folder.ts';
import { fingerprints, type PluginsFolderWatch, watchPluginsFolder } from './folder/watch-plugins-folder.ts';
import { decideGrant, decideMany, starvation } from './install/decide-grants.ts';
import { emptyOlder, emptyPluginTrash, settleTrash } from './install/empty-plugin-trash.ts';
import { disablePlugin, enablePlugin } from './install/enable-plugin.ts';
import { inspectPackage, inspectVersion } from './install/inspect.ts';
import { cleanStaging } from './install/install-files.ts';
import { installPlugin } from './install/install-plugin.ts';
import { restorePlugin } from './install/restore-plugin.ts';
import { rollBack } from './install/roll-back.ts';
import { uninstallPlugin } from './install/uninstall-plugin.ts';
import { contains } from './package/contains.ts';
import { readReadme, readSamples } from './package/package-files.ts';
import { HeldFolder } from './package/walk/held-folder.ts';
import { copyKept } from './packing/copy-kept.ts';
import { packPlugin } from './packing/pack-plugin.ts';
import type {
	Decision,
	InstallOptions,
	Looks,
	NamedVersion,
	PackTarget,
	Registry,
	RegistryEvent,
	UninstallOptions,
} from './registry.ts';
import { RegistryContext, type RegistryDeps } from './registry-context.ts';
import { restingState } from './resting-state.ts';
import { type KeyFile, readPrivateKey } from './signing/private-key.ts';
import { bringHome } from './trash/settle-entry.ts';
import { analysisOf, packageOf, sweepVersions } from './versions/version-analysis.ts';

const DEFAULT_SETTLE_MS = 150;

export function createRegistry(deps: RegistryDeps): Registry {
	return new FolderRegistry(deps);
}

class FolderRegistry implements Registry {
	readonly looks: Looks;
	readonly #context: RegistryContext;
	readonly #looks: FolderLooks;
	readonly #settleMs: number;
	#watch: PluginsFolderWatch | null = null;
	#watches = false;

	constructor(deps: RegistryDeps) {
		this.#context = new RegistryContext(deps);
		this.#looks = new FolderLooks(this.#context);
		const { analyst, components } = this.#context;
		this.looks = {
			look: (module) => analyst.analyse(module, { anew: true }),
			transpile: async (component) => components.runnable(await sha256Of(component), component),
		};
		this.#settleMs = deps.settleMs ?? DEFAULT_SETTLE_MS;
	}

	async start(options: { readonly watch?: boolean } = {}): Promise<void> {
		const context = this.#context;
		const { pluginsDir } = context;
		try {
			makeFolders(pluginsDir, PRIVATE_FOLDER);
			this.#keepForTheOwner(pluginsDir);
			// First: what is on its way to the trash lies where a plugin that was set aside is put back from.
			await settleTrash(context);
			await cleanStaging(pluginsDir);
			await sweepVersions(context);
		} catch (error) {
			if (error instanceof DataFlareError) throw error;
			const code = codeOf(error);
			throw new DataFlareError('storage', `The plugins folder ${pluginsDir} cannot be used (${code}).`, {
				details: because('plugins_folder_unusable', { path: pluginsDir, system: String(code) }),
				hint: 'Choose another plugins folder, or fix its permissions.',
				cause: error,
			});
		}
		const seen = await fingerprints(pluginsDir);
		const gone = context
			.list()
			.filter(({ folder }) => !existsSync(folder))
			.map((record) => context.turns.run(record.name, () => filesGone(context, record)));
		await Promise.all(gone);
		const again = await this.#looks.all(seen.keys());
		this.#watches = options.watch !== false;
		if (!this.#watches) return;
		this.#watch = watchPluginsFolder(
			pluginsDir,
			{ initial: seen, settleMs: this.#settleMs },
			{
				settled: (entry) => void this.#looks.untilKnown(entry, () => this.#watch),
				stateChanged: (state, message) => context.emit({ kind: 'folder', state, message }),
			},
		);
		for (const entry of again) this.#looks.later(entry, this.#watch);
	}

	list(): readonly PluginRecord[] {
		return this.#context.list();
	}

	get(name: string): PluginRecord | null {
		return this.#context.get(name);
	}

	require(name: string): PluginRecord {
		return this.#context.require(name);
	}

	inspect(...asked: Parameters<Registry['inspect']>): ReturnType<Registry['inspect']> {
		return inspectPackage(this.#context, ...asked);
	}

	async inspectInstalled(name: string): ReturnType<Registry['inspectInstalled']> {
		const { current, folder } = this.require(name);
		try {
			return await this.inspect(folder);
		} catch (error) {
			if (current === null) throw error;
			const { manifest, sha256 } = current;
			const module = await this.#context.modules.load(sha256, name);
			return await inspectVersion(this.#context, { manifest, module }, folder, toDataFlareError(error).message);
		}
	}

	install(path: string, options: InstallOptions): Promise<PluginRecord> {
		return installPlugin(this.#context, path, options, (entry) => this.#watch?.expect(entry));
	}

	async pack(path: string, target: PackTarget, key?: KeyFile): ReturnType<Registry['pack']> {
		// First: without the key there is nothing to read it for.
		const secret = key === undefined ? null : await readPrivateKey(key);
		return packPlugin(await this.#context.read(path), target, secret);
	}

	packKept(name: string, target: PackTarget): ReturnType<Registry['packKept']> {
		return copyKept(this.#context.packages, this.require(name), target);
	}

	enable(name: string): Promise<PluginRecord> {
		return enablePlugin(this.#context, name);
	}

	disable(name: string): Promise<PluginRecord> {
		return disablePlugin(this.#context, name);
	}

	async reload(name: string): Promise<PluginRecord> {
		const context = this.#context;
		await this.#looks.look(context.require(name).folder.slice(context.pluginsDir.length + 1), { anew: true });
		return context.turns.run(name, async () => {
			const now = context.require(name);
			if (now.state !== 'quarantined') return now;
			await context.ports.release(name);
			return context.setState(now, restingState(now), null);
		});
	}

	setPreload(name: string, on: boolean): Promise<PluginRecord> {
		return this.#mark(name, (marks) => marks.setPreload(name, on));
	}

	setInputPrivacy(name: string, privacy: InputPrivacy | null): Promise<PluginRecord> {
		return this.#mark(name, (marks) => marks.setInputPrivacy(name, privacy));
	}

	setUpdateChoice(name: string, change: (before: PluginRecord) => UpdateChoice): Promise<PluginRecord> {
		return this.#mark(name, (marks, before) => marks.setUpdateChoice(name, change(before)));
	}

	#mark(name: string, mark: (plugins: PluginStore, before: PluginRecord) => void): Promise<PluginRecord> {
		const context = this.#context;
		return context.turns.run(name, async () => {
			mark(context.store.plugins, context.require(name));
			const plugin = context.require(name);
			context.emit({ kind: 'changed', plugin });
			return plugin;
		});
	}

	uninstall(name: string, options: UninstallOptions = {}): Promise<string | null> {
		return uninstallPlugin(this.#context, name, options);
	}

	restore(id: string): Promise<PluginRecord> {
		return restorePlugin(this.#context, id, (entry) => this.#watch?.expect(entry));
	}

	emptyTrash(ids: readonly string[] | null): Promise<number> {
		return emptyPluginTrash(this.#context, ids);
	}

	emptyTrashOlder(before: number, signal?: AbortSignal): Promise<number> {
		return emptyOlder(this.#context, before, signal);
	}

	quarantine(name: string, reason: string, why?: ErrorDetails): PluginRecord {
		const problem: WireError = {
			code: 'plugin_execution',
			message: reason,
			hint: 'Reload it to try again, or install a working version.',
			details: why,
		};
		const record = this.#context.require(name);
		// Told late, of a plugin that was disabled, removed or replaced meanwhile: nothing of it runs.
		return record.state === 'ready' ? this.#context.setState(record, 'quarantined', problem) : record;
	}

	decide(decision: Decision): Promise<Grant> {
		return decideGrant(this.#context, decision);
	}

	decideMany(decisions: Parameters<Registry['decideMany']>[0]): Promise<readonly Grant[]> {
		return decideMany(this.#context, decisions);
	}

	shortage(name: string, policy: SecurityPolicy): WireError | null {
		const record = this.require(name);
		return record.state === 'waiting_for_review' ? starvation(this.#context, record, policy) : null;
	}

	versions(name: string): ReturnType<Registry['versions']> {
		const { plugins, versionUses } = this.#context.store;
		const uses = versionUses.list(name);
		const current = plugins.get(name)?.current;
		return plugins
			.versions(name)
			.map((version) => ({ ...version, use: versionUseOf(uses, version) }))
			.filter((version) => version.use.isOwn || isVersion(version, current));
	}

	rollback(...[name, version, options]: Parameters<Registry['rollback']>): Promise<PluginRecord> {
		return rollBack(this.#context, name, version, options, (entry) => this.#watch?.expect(entry));
	}

	analysis(name: string, sha256?: string): ReturnType<Registry['analysis']> {
		return analysisOf(this.#context, name, sha256);
	}

	packageOf(name: string, version: NamedVersion): Promise<string> {
		return packageOf(this.#context, name, version);
	}

	async packageFiles(name: string): ReturnType<Registry['packageFiles']> {
		const { folder } = this.require(name);
		const held = await HeldFolder.open(folder).catch(() => null);
		if (held === null) return { readme: null, samples: [] };
		try {
			return { readme: await readReadme(held), samples: await readSamples(held) };
		} finally {
			await held.close();
		}
	}

	pluginsDir(): string {
		return this.#context.pluginsDir;
	}

	async relocate(path: string, { moves }: { readonly moves: boolean }): Promise<void> {
		const context = this.#context;
		const from = context.pluginsDir;
		await requireUsableFolder(path, context.dataDir);
		if (path === from) return;
		this.#keepForTheOwner(path);
		this.#watch?.close();
		this.#watch = null;
		try {
			await context.turns.idle();
			if (moves) await moveEntries(from, path);
		} catch (error) {
			await this.start({ watch: this.#watches });
			throw error;
		}
		context.pluginsDir = path;
		for (const record of context.list().filter(({ folder }) => contains(from, folder))) {
			if (moves) context.store.plugins.put({ ...record, folder: join(path, relative(from, record.folder)) });
			else await context.turns.run(record.name, () => filesGone(context, record));
		}
		if (moves) await this.#takeTrashAlong(from);
		await this.start({ watch: this.#watches });
	}

	async load(name: string, record = this.require(name)): ReturnType<Registry['load']> {
		if (record.current === null) {
			throw DataFlareError.fromWire(
				record.problem ?? { code: 'plugin_load', message: `${name} has no version that can be used.` },
			);
		}
		const { manifest, sha256 } = record.current;
		const module = await this.#context.modules.load(sha256, name);
		return { record, manifest, module: await this.#context.components.runnable(sha256, module) };
	}

	dataFolder(name: string): string {
		return dataFolderOf(this.#context.dataDir, name);
	}

	onEvent(listener: (event: RegistryEvent) => void): () => void {
		return this.#context.onEvent(listener);
	}

	async close(): Promise<void> {
		this.#watch?.close();
		await this.#context.turns.idle();
		await this.#context.packages.idle();
		await this.#context.files.written();
	}

	/** What cannot be taken along stays in the trash of the folder before, and comes from there. */
	async #takeTrashAlong(from: string): Promise<void> {
		const context = this.#context;
		for (const { id, name } of context.store.pluginTrash.below(from)) {
			const bring = async (): Promise<void> => {
				const entry = context.store.pluginTrash.get(id);
				if (entry?.step === 'in') await bringHome(context, entry);
			};
			await context.turns.run(name, bring).catch((error: unknown) => process.emitWarning(String(error)));
		}
	}

	/** Whoever writes there runs code with what was granted. Within the data folder nobody else gets to it. */
	#keepForTheOwner(folder: string): void {
		const { dataDir, tell } = this.#context;
		if (contains(dataDir, folder) || !keepOthersFromWriting(folder)) return;
		tell(remark('plugins_folder_was_open', { path: folder }));
	}
}
