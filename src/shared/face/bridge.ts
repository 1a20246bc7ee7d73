import type { EventName, Events } from '../api/events.ts';
import type { RouteInput, RouteName, RouteOutput } from '../api/routes.ts';
import type { Envelope } from '../errors/result.ts';
import type { BuildAnswer } from '../plugin/authoring/authoring.ts';
import type { ResultSource } from '../run/result-table.ts';
import type { Activity, Notice } from './activity.ts';
import type { HeardKey } from './keys.ts';

/** `connected` after another state: events may have been missed, so what is shown is to be asked for anew. */
/** `restarted`: the program is there, was started anew and no longer knows this window. */
export type Connection = 'connected' | 'reconnecting' | 'lost' | 'restarted';

/** Whether the system may show a notice of this window. `unasked`: the person has to be asked, after a press of theirs. `none`: it cannot. */
export type NoticePermission = 'given' | 'unasked' | 'denied' | 'none';

export interface PickFiles {
	readonly kind: 'plugin' | 'data' | 'folder';
	readonly multiple: boolean;
}

interface PickSave {
	readonly suggestedName: string;
}

/** Packages that the system was asked to open with the program, e.g. by a double click. */
export interface PackagesToReview {
	readonly paths: readonly string[];
	/** How many are taken at once. */
	readonly max: number;
	/** How many more there were. */
	readonly leftOut: number;
}

/** Text that the page made itself, to be kept as a file. */
export interface TextFile {
	/** Or its parts in order: a single string cannot hold everything that a file can. */
	readonly text: string | readonly string[];
	readonly name: string;
	/** Media type, e.g. `text/csv`. */
	readonly type: string;
}

/**
 * All that the page can reach, the same in every face. `File` is the page's file object and `Entry` what a drop knows of
 * a file or folder: the contract sees no DOM. Every function returned ends the subscription.
 */
export interface Bridge<File, Entry = unknown> {
	readonly face: 'electron' | 'browser';
	/** Never rejects: what fails is in the envelope. */
	request<N extends RouteName>(route: N, input: RouteInput<N>): Promise<Envelope<RouteOutput<N>>>;
	on<E extends EventName>(event: E, listener: (payload: Events[E]) => void): () => void;
	/** Tells the state at once and then every change. */
	onConnection(listener: (state: Connection) => void): () => void;
	/** Paths that routes take; null: nothing was chosen. */
	pickFiles(options: PickFiles): Promise<readonly string[] | null>;
	/** A path that `streams.run` may write to; null: nothing was chosen. In a browser, `download` it afterwards. */
	pickSave(options: PickSave): Promise<string | null>;
	/** Paths of what was dropped: one for each file or folder at the top. In a browser this uploads first. */
	pathsOfDropped(files: readonly File[], entries?: readonly Entry[]): Promise<readonly string[]>;
	/** Hands a result to the person: a path from `pickSave`, or text. False: they gave it up. Rejects when it cannot be had. */
	download(what: string | TextFile): Promise<boolean>;
	/** Hands a result as a whole to the browser's downloads. Null: this face has none, and `results.save` copies it. */
	readonly fetchResult: ((source: ResultSource) => Promise<void>) | null;
	/** Opens a file of the person's as the system opens it (`mayBeOpened`). Null: this face cannot. Rejects with why not. */
	readonly openFile: ((path: string) => Promise<void>) | null;
	/**
	 * Has the program show the commands that build a folder's plugin, outside of the page, and run them if the person agrees.
	 * Null: they did not. Never rejects. The function is null in a face that runs no builds.
	 */
	readonly build: ((folder: string) => Promise<Envelope<BuildAnswer | null>>) | null;
	/** Whether `notify` can show anything. */
	noticePermission(): NoticePermission;
	/** Asks the person; while a press of theirs is handled. */
	askForNotices(): Promise<NoticePermission>;
	/** Tells the person something while they look elsewhere, or wherever they look where they wanted it. False: it is not shown. */
	notify(notice: Notice): Promise<boolean>;
	/** What goes on, for the program’s icon and tray; nothing in a browser. */
	showActivity(activity: Activity): Promise<void>;
	/** The shell asks for a place in the page, e.g. `#/runs/8c41aa0912ff`, because a notification was clicked. */
	onNavigate(listener: (hash: string) => void): () => void;
	/** The system asks the program to open packages. What it asked for before there was a listener comes at once. */
	onPackages(listener: (packages: PackagesToReview) => void): () => void;
	/** The shell's menu was used for what a key of the page does as well. */
	onKey(listener: (key: HeardKey) => void): () => void;
}
