import type { PluginRecord } from '../plugin/plugin-record.ts';
import type { RunLogLine, RunSummary, SaidProgress } from '../run/run.ts';
import type { FlowProgress } from '../run/run-edge.ts';
import type { SettingName } from './settings.ts';

/** What became of a plugin that is there. */
export type PluginChange =
	| {
			readonly kind: 'appeared' | 'installed' | 'changed' | 'updated' | 'broken' | 'missing' | 'state';
			readonly plugin: PluginRecord;
	  }
	/** The version before goes on; `message` says why the new one was not taken. */
	| { readonly kind: 'update_failed'; readonly plugin: PluginRecord; readonly message: string };

export type FolderState = 'watching' | 'missing' | 'unreadable';

/** What the engine tells every face. Events announce state; nothing waits for them. */
export interface Events {
	readonly 'plugin.changed': PluginChange;
	readonly 'plugin.removed': { readonly name: string };
	/** What uninstalled plugins, deleted runs, or deleted templates there are changed. */
	readonly 'trash.changed': { readonly of: 'plugins' | 'runs' | 'templates' };
	readonly 'folder.state': { readonly state: FolderState; readonly message: string };
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
		/** Of a flow alone. */
		readonly flow?: FlowProgress;
	};
	readonly 'run.log': Omit<RunLogLine, 'id'>;
	readonly 'run.finished': { readonly run: RunSummary };
	/** A policy template was made, changed or removed, or what was granted by it. */
	readonly 'templates.changed': { readonly id: string };
	/** A flow was kept, renamed or removed. */
	readonly 'flows.changed': { readonly name: string };
	/** A key got a name, another name, or is known no longer. */
	readonly 'keys.changed': { readonly fingerprint: string };
	/** A setting was written, by whoever, also with the value it had. */
	readonly 'settings.changed': { readonly key: SettingName };
	/** A person looked at runs that had failed; how many nobody has looked at yet. */
	readonly 'runs.seen': { readonly unseen: number };
	/** Another program began or ended runs, deleted or restored some, or looked at some that had failed. */
	readonly 'runs.changed': NothingMore;
	/** Another program wrote something: what else the other events tell of, and what none of them does. At most one a second. */
	readonly 'history.written': NothingMore;
}

type NothingMore = Readonly<Record<string, never>>;

export type EventName = keyof Events;

/** A name that is forgotten here does not compile. */
const everyEvent: Readonly<Record<EventName, true>> = {
	'plugin.changed': true,
	'plugin.removed': true,
	'trash.changed': true,
	'folder.state': true,
	'preload.changed': true,
	'run.started': true,
	'run.progress': true,
	'run.log': true,
	'run.finished': true,
	'templates.changed': true,
	'flows.changed': true,
	'keys.changed': true,
	'settings.changed': true,
	'runs.seen': true,
	'runs.changed': true,
	'history.written': true,
};

/** Every event there is: what a face forwards. */
export const eventNames: readonly EventName[] = Object.keys(everyEvent) as EventName[];

/** An event with what it tells. */
export type EngineEvent<E extends EventName = EventName> = {
	[N in E]: { readonly event: N; readonly payload: Events[N] };
}[E];
