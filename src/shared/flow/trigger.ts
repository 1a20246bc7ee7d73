/** What starts a kept flow without a person: a clock, or files that appear in a folder. */
import { z } from 'zod';
import type { WireError } from '../errors/errors.ts';

const folder = z.string().min(1).max(4096);

const scheduleSchema = z.strictObject({
	kind: z.literal('schedule'),
	when: z.union([
		z.strictObject({ every_minutes: z.int().min(1).max(525_600) }),
		/** Five fields (minute, hour, day of the month, month, day of the week), in the time of this computer. */
		z.strictObject({ cron: z.string().min(1).max(200) }),
	]),
	/** Whether one run makes up for those that were missed while the program did not run. */
	catch_up: z.boolean().default(false),
});

const folderTriggerSchema = z.strictObject({
	kind: z.literal('folder'),
	/** Absolute. Its own files, not those of folders in it. */
	folder,
	/** Which names: `*` and `?` stand for any letters and one. */
	pattern: z.string().min(1).max(200).default('*'),
	/** Name of the `read-file` that reads what appeared, in the place of its own path. */
	component: z.string().min(1).max(200),
	/** A file counts as whole once it stayed the same for so long, ms. */
	settle_ms: z.int().min(100).max(3_600_000).default(2000),
	/** Whether files that are there when it starts count as new. */
	existing: z.boolean().default(true),
});

export const triggerSchema = z.discriminatedUnion('kind', [scheduleSchema, folderTriggerSchema]);
export type FlowTrigger = z.output<typeof triggerSchema>;
export type Schedule = z.output<typeof scheduleSchema>;
export type FolderTrigger = z.output<typeof folderTriggerSchema>;

/** A trigger as it stands now. */
export interface TriggerState {
	readonly flow: string;
	readonly trigger: FlowTrigger;
	readonly isActive: boolean;
	/** Of a schedule that is active, Unix ms. */
	readonly nextAt: number | null;
	readonly last: {
		readonly run: string;
		readonly at: number;
		/** Of the run; null: it was deleted since. */
		readonly status: 'running' | 'succeeded' | 'failed' | 'cancelled' | 'interrupted' | null;
	} | null;
	/**
	 * Times that passed while the program or the computer did not run, or while the run before went on, since the last run;
	 * from `MOST_COUNTED` on, there may have been more.
	 */
	readonly missed: number;
	/** Of a folder: files that were taken so far. */
	readonly files: number;
	/** Why it cannot start anything now: a folder that is not there, a flow with a problem. Null: nothing is wrong. */
	readonly problem: WireError | null;
}

/** A file that a folder's trigger took. */
export interface TakenFile {
	readonly path: string;
	/** Of its content, hex. */
	readonly sha256: string;
	/** Unix ms. */
	readonly at: number;
	readonly run: string | null;
}
