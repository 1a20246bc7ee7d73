import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import type { TrashedPlugin } from '../../../shared/plugin/trashed-plugin.ts';

export const trashSteps = ['going', 'in', 'returning', 'leaving'] as const;

/**
 * How far an uninstalled plugin is. `going`: it is in the trash, and its files and data are on their way there. `in`:
 * whole. `returning`: on its way back, and in the trash until it is restored. `leaving`: gone, and being deleted.
 */
type TrashStep = (typeof trashSteps)[number];

export interface TrashEntry {
	readonly id: string;
	readonly name: string;
	/** As it was when it went, its version and marks included. */
	readonly record: PluginRecord;
	readonly step: TrashStep;
	/** Of the program that set the step. */
	readonly pid: number;
	/** The plugins folder, absolute, whose trash holds its files. */
	readonly root: string;
	/** Where its files lay in `root`. */
	readonly entry: string;
	/** Where they are until they lie in the trash, absolute; null: there were none. */
	readonly aside: string | null;
	/** Tells its files from others; null: they could not be read. */
	readonly files: string | null;
	/** Of the grant that was in force; 0: nobody decided. */
	readonly grantVersion: number;
	readonly keepData: boolean;
	/** bytes */
	readonly fileBytes: number;
	/** bytes */
	readonly dataBytes: number;
	/** Unix ms; no two are the same. */
	readonly deletedAt: number;
}

export type NewTrashEntry = Omit<TrashEntry, 'record' | 'step' | 'grantVersion'>;

/** Uninstalled plugins. Where their files are is noted before and after each step, so that a next start can finish it. */
export interface PluginTrash {
	/** Takes an installed plugin away, ends its grant, and notes that it is `going`: in one transaction. */
	put(entry: NewTrashEntry): void;
	get(id: string): TrashEntry | null;
	/** Those that can be restored, the last that went first. */
	list(limit: number, offset: number): readonly TrashedPlugin[];
	/** All of a name, the last that went first. */
	ofName(name: string): readonly TrashEntry[];
	/** All whose files lie below a plugins folder. */
	below(root: string): readonly TrashEntry[];
	/** All but those that are `in`. */
	underWay(): readonly TrashEntry[];
	/** Ids of at most so many that are `in` and went before, the oldest first. */
	olderThan(before: number, atMost: number): readonly string[];
	totals(): { readonly total: number; readonly bytes: number };
	/** False: there is no such plugin any more. */
	setStep(id: string, step: TrashStep, pid: number): boolean;
	setRoot(id: string, root: string): void;
	/** What it wrote was handed to another of the very same module. */
	dataGone(id: string): void;
	/**
	 * Installs one that is `returning` again, with its marks and the grant that was in force, in one transaction. Throws
	 * `conflict` where its name is taken, `not_found` where it is not returning.
	 */
	restore(id: string, record: PluginRecord): PluginRecord;
	forget(id: string): void;
}
