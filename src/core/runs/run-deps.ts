import type { Readable, Writable } from 'node:stream';
import type { KeepAsked } from '../../shared/run/kept.ts';
import type { PluginLoader, RunnablePlugin } from '../plugins/plugin-loader.ts';
import type { OwnPlaces } from '../policy/entries/own-places.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { ActiveRuns } from './active-runs.ts';
import type { RunRecorderDeps } from './run-recorder.ts';

/** Streams that a face handed over, by the id it got for them. */
export interface AttachedStreams {
	takeInput(id: string): Readable;
	takeOutput(id: string): Writable;
}

export type Recording = (asked: KeepAsked, plugins: readonly Pick<RunnablePlugin, 'record'>[]) => RunRecorderDeps;

/** What a run of a stream or a chain needs of the engine. */
export interface RunDeps {
	readonly loader: PluginLoader;
	readonly runtime: Runtime;
	readonly active: ActiveRuns;
	readonly streams: AttachedStreams;
	/** How a run of these plugins is recorded, and what is kept of it. */
	readonly recording: Recording;
	/** Hears of a folder, absolute, before something is written there under a temporary name. */
	readonly noteFolder: (folder: string) => void;
	/** What is the program's own: no output goes there. */
	readonly ownPlaces: () => OwnPlaces;
}
