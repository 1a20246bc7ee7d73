import { join, resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { EventName, Events } from '../shared/api/events.ts';
import type { RouteInput, RouteName, RouteOutput, WriteRoute } from '../shared/api/routes.ts';
import { DataFlareError } from '../shared/errors/errors.ts';
import { type Remark, remark } from '../shared/errors/remark.ts';
import { answered, type Envelope } from '../shared/errors/result.ts';
import { SCRATCH_FOLDER } from '../shared/face/scratch-folder.ts';
import type { BuildAnswer, BuildPlan } from '../shared/plugin/authoring/authoring.ts';
import type { ResultSource } from '../shared/run/result-table.ts';
import { KeptOutputs } from './answers/kept-outputs.ts';
import { OpenResults } from './answers/table/open-results.ts';
import { triggeredRuns } from './api/flows/run-flows.ts';
import type { HandlerDeps } from './api/handler-deps.ts';
import { createHandlers } from './api/handlers.ts';
import { LatestProgress } from './api/latest-progress.ts';
import { createRehearsal } from './api/rehearse-call.ts';
import { createRouter } from './api/router.ts';
import { type BuildOptions, buildAsShown, planBuild } from './authoring/build/build-plugin.ts';
import type { OpenEngine } from './authoring/trial.ts';
import { createBroker } from './broker/create-broker.ts';
import { FetchedPackages } from './catalogue/remembered/fetched-packages.ts';
import { LastSource } from './catalogue/remembered/last-source.ts';
import { DATABASE, holdDataFolder } from './files/hold-data-folder.ts';
import { ownPlacesOf } from './files/own-places.ts';
import { WorkFolders } from './files/work-folders.ts';
import { sweepParts } from './flows/resume/sweep-parts.ts';
import type { FlowPace } from './flows/run/start/start-flow.ts';
import { FlowTriggers } from './flows/triggers/flow-triggers.ts';
import { cannotPreload, namesToPreload, type PreloadOptions } from './plugins/asked-preloads.ts';
import { PluginLoader, versionKey } from './plugins/plugin-loader.ts';
import { PluginPools } from './plugins/plugin-pools.ts';
import { Preloader } from './plugins/preloader.ts';
import { type Clock, systemClock } from './program/clock.ts';
import { EventBus } from './program/event-bus.ts';
import { Notices } from './program/notices.ts';
import { OthersWrites } from './program/others-writes.ts';
import { SerialByKey } from './program/serial-by-key.ts';
import { readSetting } from './program/settings.ts';
import { createRegistry } from './registry/create-registry.ts';
import type { Looks, Registry, RegistryEvent } from './registry/registry.ts';
import { ActiveRuns } from './runs/active-runs.ts';
import { WaitingStreams } from './runs/attached-streams.ts';
import { Pruner } from './runs/history/pruner.ts';
import { readResult, type WholeResult } from './runs/history/run-results.ts';
import { keepingOf } from './runs/keeping.ts';
import { createRuntime } from './runtime/create-runtime.ts';
import { ModuleLooker } from './runtime/look/module-looker.ts';
import { builtEntry } from './runtime/process/built-entries.ts';
import { forkAdapter } from './runtime/process/fork-adapter.ts';
import type { ProcessAdapter } from './runtime/process-adapter.ts';
import { openStore } from './store/open-store.ts';

export interface CoreOptions extends PreloadOptions, BuildOptions, FlowPace {
	/** Where the database, the plugins' data and, by default, the plugins folder live. Created if missing. */
	readonly dataDir: string;
	/** The watched folder; default: the one chosen in the settings, else `<dataDir>/plugins`. */
	readonly pluginsDir?: string | undefined;
	/** Absolute paths of the built sandbox and reaper; default: the ones that came with the program. */
	readonly sandboxEntry?: string | undefined;
	readonly reaperEntry?: string | undefined;
	/** Whether the plugins folder is watched after it was read once; default true. */
	readonly watch?: boolean | undefined;
	/** Absolute path of the program's own `resources` folder; absent: it came without samples. */
	readonly resourcesDir?: string | undefined;
	/** How processes are started; default: `forkAdapter()`. */
	readonly adapter?: ProcessAdapter | undefined;
	/** What the face knows of itself that helps whoever looks into a problem, a line each; asked for with the diagnostics. */
	readonly faceNotes?: (() => readonly string[]) | undefined;
	/** Environment from which granted variables are handed to plugins; default: this process's. */
	readonly env?: Readonly<Record<string, string | undefined>> | undefined;
	/** Whether flows are started on their schedules and for files that appear; default: as `watch`. */
	readonly triggers?: boolean | undefined;
	/** Processes kept warm; default 1. */
	readonly spares?: number | undefined;
	/** What the engine takes for the time, and by which flows start by themselves; default: the computer's. */
	readonly clock?: Clock | undefined;
}

const CHECKPOINT_MS = 5_000;

/** The engine: every face asks it through `request` and hears of it through `on`. */
export interface Core {
	/** What a person should know that arose when the data was opened, e.g. that a damaged history was set aside. */
	readonly notices: readonly Remark[];
	request<N extends RouteName>(name: N, input: RouteInput<N>): Promise<Envelope<RouteOutput<N>>>;
	on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void;
	/** Hands over a stream that a `streams.run` request then names by id. */
	attachInput(stream: Readable): string;
	attachOutput(stream: Writable): string;
	/**
	 * What a call `kept`, by its id: the whole, in pieces. It stays readable to its end, and has to be read or destroyed.
	 * Rejects with `not_found` once newer ones needed the room.
	 */
	openOutput(id: string): Promise<Readable>;
	/**
	 * A result as a whole, in pieces, with the name of its file. It has to be read or destroyed. Rejects with `not_found`
	 * where it is not there any more.
	 */
	openResult(source: ResultSource): Promise<WholeResult>;
	/** What a build of a folder would run, for a face that shows it to a person before it runs it. */
	planBuild(folder: string): Promise<Envelope<BuildPlan>>;
	/** Runs what was shown, outside of any sandbox and whatever `builds` says; `conflict` where it would be another by now. */
	runBuild(shown: BuildPlan): Promise<Envelope<BuildAnswer>>;
	/** Ends what runs (bounded), writes what is buffered, leaves no process behind. Idempotent. */
	close(): Promise<void>;
}

/** Composes the engine: the only place where its parts meet. Rejects with `storage` when the data cannot be opened. */
export function createCore(options: CoreOptions): Promise<Core> {
	return compose(options, [], null);
}

/**
 * `besides`: data folders of other engines of this program, which no grant of this one reaches. `looks`: another engine's;
 * null: it looks for itself.
 */
async function compose(options: CoreOptions, besides: readonly string[], looks: Looks | null): Promise<Core> {
	if (typeof options?.dataDir !== 'string') {
		throw new DataFlareError('configuration', 'createCore needs `dataDir`, the folder for its data.');
	}
	const asked = namesToPreload(options.preload);
	const dataDir = resolve(options.dataDir);
	const env = options.env ?? process.env;
	const adapter = options.adapter ?? forkAdapter({ entry: options.sandboxEntry, reaperEntry: options.reaperEntry });
	const narrowed = holdDataFolder(dataDir);
	const bus = new EventBus();
	const clock = options.clock ?? systemClock;
	const { now } = clock;
	const store = openStore({
		file: join(dataDir, DATABASE),
		now,
		onLateEnd(id) {
			for (const run of store.runs.summaries([id])) bus.emit('run.finished', { run });
		},
	});
	const chosen = options.pluginsDir ?? readSetting(store.settings, 'plugins_dir');
	const pluginsDir = resolve(chosen ?? join(dataDir, 'plugins'));
	const notices = new Notices(store.settings, now);
	const arisen: Remark[] = [];
	const tell = (notice: Remark): void => {
		arisen.push(notice);
		notices.add(notice);
	};
	if (narrowed) tell(remark('data_folder_was_open', { path: dataDir }));
	if (store.notice !== null) tell(historySetAside(store.notice));
	const workFolders = new WorkFolders(dataDir);
	const noteFolder = (folder: string): void => workFolders.note(folder);
	const ownPlaces = ownPlacesOf(() => ({
		dataDirs: [dataDir, ...besides],
		pluginsDir: registry.pluginsDir(),
		handedOver: [join(dataDir, SCRATCH_FOLDER)],
	}));
	const requireKernelLimits = (): boolean => readSetting(store.settings, 'require_kernel_limits');
	const runtime = createRuntime({
		adapter,
		broker: createBroker({ state: store.state, env, noteFolder, ownPlaces }),
		requireKernelLimits,
		...(options.spares === undefined ? {} : { spares: options.spares }),
	});
	const looker = new ModuleLooker({ adapter, requireKernelLimits });
	const pools = new PluginPools(runtime);
	const active = new ActiveRuns();
	const streams = new WaitingStreams();
	const stateFolder = join(dataDir, 'checkpoints');
	const kept = new KeptOutputs(join(dataDir, 'outputs'), noteFolder);
	const results = new OpenResults(() => builtEntry('reader.mjs'), join(dataDir, 'unpacked'));
	const registry: Registry = createRegistry({
		store,
		pluginsDir,
		dataDir,
		ownPlaces,
		tell,
		ports: {
			prepareUpdate: (name, next) => pools.swap(name, versionKey(next), loader.versionSpec(name, next)),
			look: (module) => (looks ?? looker).look(module),
			transpile: (component) => (looks ?? looker).transpile(component),
			release: (name) => pools.release(name),
		},
	});
	const loader = new PluginLoader(registry, store, env);
	const preloader = new Preloader({
		store,
		registry,
		runtime,
		loader,
		pools,
		rehearse: (name) => rehearse(name),
		measure: adapter.measureMemory,
		changed: (name) => bus.emit('preload.changed', { name }),
		active: options.preload !== false,
		asked,
	});
	const recording: HandlerDeps['recording'] = (asked, plugins) => {
		const previewBytes = readSetting(store.settings, 'preview_bytes');
		const allowed = { previews: readSetting(store.settings, 'previews') && previewBytes > 0 };
		const records = plugins.map(({ record }) => record);
		return { store, bus, now, previewBytes, keeping: keepingOf(asked, allowed, records) };
	};
	const triggers = new FlowTriggers({ store, bus, notices, clock, run: (asked) => runTriggered(asked) });
	/** An engine in which a plugin is only tried: nothing is watched, nothing kept ready. */
	const openEngine: OpenEngine = (folder) =>
		compose(
			{ dataDir: folder, adapter, env, watch: false, spares: 0, preload: false, resourcesDir: options.resourcesDir },
			[...besides, dataDir],
			registry.looks,
		);
	const offers = { last: new LastSource(now), fetched: new FetchedPackages(dataDir, registry) };
	const ending = new AbortController();
	const parts: HandlerDeps = {
		store,
		bus,
		registry,
		runtime,
		loader,
		pools,
		preloader,
		active,
		kept,
		results,
		offers,
		progress: new LatestProgress(bus),
		triggers,
		clock,
		streams,
		recording,
		dataDir,
		resourcesDir: options.resourcesDir ?? null,
		noteFolder,
		ownPlaces,
		stateFolder,
		checkpointEvery: { ms: options.checkpointEveryMs ?? CHECKPOINT_MS },
		restAfterMs: options.restAfterMs,
		notices,
		faceNotes: options.faceNotes ?? (() => []),
		openEngine,
		builds: { allowed: options.builds === true, env, signal: ending.signal, queue: new SerialByKey() },
	};
	const startsFlows = options.triggers ?? options.watch ?? true;
	const others = new OthersWrites({
		...store,
		plugin: (name) => store.plugins.get(name),
		endRun: (id, how) => (how === 'cancel' ? active.cancel(id) : active.finish(id)),
		bus,
		wake() {
			preloader.wake();
			triggers.wake();
		},
	});
	const written = (route: WriteRoute): void => bus.emit('route.written', { route });
	const router = createRouter(createHandlers(parts), written);
	const rehearse = createRehearsal(parts);
	const runTriggered = triggeredRuns(parts);
	const stopEvents = registry.onEvent((event) => {
		announce(bus, event);
		preloader.wake();
	});
	runtime.onQuarantine((name, reason, why) => {
		if (registry.get(name) !== null) registry.quarantine(name, reason, why);
		void pools.release(name);
	});
	const pruner = new Pruner({
		...store,
		now,
		emptyPlugins: (before, signal) => registry.emptyTrashOlder(before, signal),
		sweepParts: () => sweepParts(store.checkpoints, stateFolder),
		deleted(what) {
			if (what === 'runs') bus.emit('runs.changed', {});
			else bus.emit('trash.changed', { of: what === 'trashedRuns' ? 'runs' : 'templates' });
			bus.emit('history.written', {});
		},
	});

	let closing: Promise<void> | null = null;
	async function shutDown(): Promise<void> {
		others.close();
		ending.abort(new DataFlareError('cancelled', 'The program is ending.'));
		const triggered = triggers.close();
		await parts.builds.queue.idle();
		const preloading = preloader.close();
		await pruner.close();
		// First: whoever waits for a look is told that there will be none.
		await looker.close();
		await offers.fetched.close();
		await registry.close();
		await active.cancelAll();
		await triggered;
		await runtime.dispose();
		await preloading;
		await results.closeAll();
		await kept.close();
		stopEvents();
		workFolders.close();
		try {
			store.close();
		} catch (error) {
			// The program has to be able to end on a full disk, too: the next start closes what was left open.
			process.emitWarning(`The history was not closed in order: ${String(error)}`);
		}
	}
	const close = (): Promise<void> => {
		closing ??= shutDown();
		return closing;
	};
	try {
		await workFolders.sweep();
		await sweepParts(store.checkpoints, stateFolder);
		await registry.start({ watch: options.watch ?? true });
		for (const name of asked) {
			if (registry.get(name) === null) arisen.push(cannotPreload(registry, name));
		}
		preloader.start();
		if (startsFlows) triggers.start();
	} catch (error) {
		await close();
		throw error;
	}
	return {
		notices: arisen,
		request: router.request,
		on: (event, listener) => bus.on(event, listener),
		attachInput: (stream) => streams.attachInput(stream),
		attachOutput: (stream) => streams.attachOutput(stream),
		openOutput: (id) => kept.open(id),
		openResult: (source) => readResult(parts, source),
		planBuild: (folder) => answered(planBuild(parts, folder)),
		runBuild: (shown) => answered(buildAsShown(parts, shown).finally(() => written('authoring.build'))),
		close,
	};
}

function historySetAside(notice: { readonly movedTo: string; readonly reason: string }): Remark {
	return remark('history_set_aside', { path: notice.movedTo, why: notice.reason });
}

function announce(bus: EventBus, event: RegistryEvent): void {
	switch (event.kind) {
		case 'folder':
			bus.emit('folder.state', { state: event.state, message: event.message });
			return;
		case 'trash':
			bus.emit('trash.changed', { of: 'plugins' });
			return;
		case 'removed':
			bus.emit('plugin.removed', { name: event.plugin.name });
			return;
		default:
			bus.emit('plugin.changed', event);
	}
}
