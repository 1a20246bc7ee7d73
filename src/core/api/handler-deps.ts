import type { KeptOutputs } from '../answers/kept-outputs.ts';
import type { OpenResults } from '../answers/table/open-results.ts';
import type { OpenEngine } from '../authoring/trial.ts';
import type { FetchedPackages } from '../catalogue/remembered/fetched-packages.ts';
import type { LastSource } from '../catalogue/remembered/last-source.ts';
import type { CheckpointEvery } from '../flows/run/checkpoint/checkpointer.ts';
import type { FlowTriggers } from '../flows/triggers/flow-triggers.ts';
import type { PluginLoader } from '../plugins/plugin-loader.ts';
import type { PluginPools } from '../plugins/plugin-pools.ts';
import type { Preloader } from '../plugins/preloader.ts';
import type { OwnPlaces } from '../policy/entries/own-places.ts';
import type { Clock } from '../program/clock.ts';
import type { EventBus } from '../program/event-bus.ts';
import type { Notices } from '../program/notices.ts';
import type { SerialByKey } from '../program/serial-by-key.ts';
import type { Registry } from '../registry/registry.ts';
import type { ActiveRuns } from '../runs/active-runs.ts';
import type { AttachedStreams, Recording } from '../runs/run-deps.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Store } from '../store/store.ts';
import type { LatestProgress } from './latest-progress.ts';

/** The composed engine as its handlers see it. */
export interface HandlerDeps {
	readonly store: Store;
	readonly bus: EventBus;
	readonly registry: Registry;
	readonly runtime: Runtime;
	readonly loader: PluginLoader;
	readonly pools: PluginPools;
	readonly preloader: Preloader;
	readonly active: ActiveRuns;
	readonly kept: KeptOutputs;
	readonly results: OpenResults;
	readonly triggers: FlowTriggers;
	/** What is taken for the time. */
	readonly clock: Clock;
	/** What a source of packages said last, and what was fetched from it. */
	readonly offers: { readonly last: LastSource; readonly fetched: FetchedPackages };
	readonly streams: AttachedStreams;
	readonly progress: LatestProgress;
	readonly recording: Recording;
	readonly dataDir: string;
	/** Where the program's own samples and data lie, absolute; null: it came without. */
	readonly resourcesDir: string | null;
	/** Hears of a folder, absolute, before something is written there under a temporary name. */
	readonly noteFolder: (folder: string) => void;
	/** What is the program's own, as it is now: no grant reaches it. */
	readonly ownPlaces: () => OwnPlaces;
	/** How often runs of flows note from where they could go on. */
	readonly checkpointEvery: CheckpointEvery;
	/** A component of a flow that nothing comes to for so long has no sandbox; default: a minute. ms */
	readonly restAfterMs: number | undefined;
	/** For what plugins save for checkpoints. Absolute. */
	readonly stateFolder: string;
	/** Sentences that a person should see. */
	readonly notices: Notices;
	/** What the face knows of itself, for the diagnostics. */
	readonly faceNotes: () => readonly string[];
	/** For an author's trials of a plugin. */
	readonly openEngine: OpenEngine;
	/** What an author's builds run with; the signal comes when the engine is closed. */
	readonly builds: {
		/** Whether this program runs builds at all. */
		readonly allowed: boolean;
		readonly env: Readonly<Record<string, string | undefined>>;
		readonly signal: AbortSignal;
		readonly queue: SerialByKey;
	};
}
