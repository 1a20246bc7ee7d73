import type { KeptOutputs } from './answers/kept-outputs.ts';
import type { LatestProgress } from './api/latest-progress.ts';
import type { PluginLoader } from './components/plugin-loader.ts';
import type { PluginPools } from './components/plugin-pools.ts';
import type { Preloader } from './components/preloader.ts';
import type { Notices } from './notices.ts';
import type { ActiveRuns } from './pipelines/active-runs.ts';
import type { RunRecorderDeps } from './pipelines/run-recorder.ts';
import type { AttachedStreams } from './pipelines/streams.ts';
import type { OwnPlaces } from './policy/own-places.ts';
import type { Registry } from './registry/registry.ts';
import type { Runtime } from './runtime/runtime.ts';
import type { Store } from './store/store.ts';

/** The composed engine as its handlers see it. */
export interface EngineParts {
	readonly store: Store;
	readonly registry: Registry;
	readonly runtime: Runtime;
	readonly loader: PluginLoader;
	readonly pools: PluginPools;
	readonly preloader: Preloader;
	readonly active: ActiveRuns;
	readonly kept: KeptOutputs;
	readonly streams: AttachedStreams;
	readonly progress: LatestProgress;
	readonly recording: () => RunRecorderDeps;
	readonly dataDir: string;
	/** Where the program's own samples and data lie, absolute; null: it came without. */
	readonly resourcesDir: string | null;
	/** Hears of a folder, absolute, before something is written there under a temporary name. */
	readonly noteFolder: (folder: string) => void;
	/** What is the program's own, as it is now: no grant reaches it. */
	readonly ownPlaces: () => OwnPlaces;
	/** Sentences that a person should see. */
	readonly notices: Notices;
	/** What the face knows of itself, for the diagnostics. */
	readonly faceNotes: () => readonly string[];
}
