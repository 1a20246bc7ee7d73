import type { PluginRecord } from '../plugin/plugin-record.ts';
import type { RunLogLine, RunSummary, SaidProgress } from '../run/run.ts';

/** What the engine tells every face. Events announce state; nothing waits for them. */
export interface Events {
	readonly 'plugin.changed': { readonly kind: string; readonly plugin: PluginRecord; readonly message?: string };
	readonly 'plugin.removed': { readonly name: string };
	readonly 'folder.state': { readonly state: 'watching' | 'missing' | 'unreadable'; readonly message: string };
	/** A plugin that is to be ready from the start became ready, or is no longer; `preload.list` says how all are. */
	readonly 'preload.changed': { readonly name: string };
	readonly 'run.started': { readonly run: RunSummary };
	/** At most ten a second per run; of a call, once its plugin says something. `totalBytes` 0: unknown. */
	readonly 'run.progress': {
		readonly id: string;
		readonly recordsIn: number;
		readonly recordsOut: number;
		readonly bytesIn: number;
		readonly totalBytes: number;
		readonly elapsedMs: number;
		readonly stages: readonly {
			readonly plugin: string;
			readonly recordsIn: number;
			readonly recordsOut: number;
			/** The last that the plugin said by `host_progress`; null: nothing. */
			readonly said: SaidProgress | null;
		}[];
	};
	readonly 'run.log': Omit<RunLogLine, 'id'>;
	readonly 'run.finished': { readonly run: RunSummary };
}

export type EventName = keyof Events;
