import type { PluginRecord } from '../plugin/plugin-record.ts';
import type { RunLogLine, RunSummary } from '../run/run.ts';
import type { RunProgress } from '../run/run-progress.ts';
import type { WriteRoute } from './routes.ts';
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
	/** At most ten a second per run, of another program's one; of a call, once its plugin says something. */
	readonly 'run.progress': RunProgress;
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
	/**
	 * Another program began or ended runs, deleted or restored some, or looked at some that had failed; or some were deleted
	 * because retention does not keep them.
	 */
	readonly 'runs.changed': NothingMore;
	/**
	 * Something was written that was asked for by nobody here: by another program, at most one a second, or by this one itself.
	 * What else the other events tell of, and what none of them does.
	 */
	readonly 'history.written': NothingMore;
	/** A write route did its work, or failed half-way: what it makes stale where it was asked is stale for everybody. */
	readonly 'route.written': { readonly route: WriteRoute };
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
	'route.written': true,
};

/** Every event there is: what a face forwards. */
export const eventNames: readonly EventName[] = Object.keys(everyEvent) as EventName[];

/** An event with what it tells. */
export type EngineEvent<E extends EventName = EventName> = {
	[N in E]: { readonly event: N; readonly payload: Events[N] };
}[E];
