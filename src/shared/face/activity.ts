/** What the page tells the shell around it, to be shown outside of the page. */
import { z } from 'zod';

const line = z.string().min(1).max(500);
const hash = z
	.string()
	.regex(/^#\/[^\s]*$/)
	.max(2000);

/** A piece of news for a person who looks elsewhere, or who asked for it; a click on it leads to a place of the page. */
export const noticeSchema = z.strictObject({
	title: line,
	body: z.string().max(2000),
	/** e.g. `#/runs/8c41aa0912ff` */
	hash,
	/** What tells it apart: a second one of the same takes the first one's place. */
	tag: line,
	/** The person asked for it: it is shown also while they look here. */
	wanted: z.boolean(),
});
export type Notice = z.output<typeof noticeSchema>;

/** The menu of the icon in the system's tray, in the person's language. */
const trayMenuSchema = z.strictObject({
	tooltip: line,
	/** What runs. */
	runs: z.array(z.strictObject({ id: z.string().regex(/^[0-9a-f]{12}$/), label: line })).max(20),
	/** What is said where nothing runs, or of those that are not listed. */
	rest: line.nullable(),
	/** What to do with each of them. */
	showRun: line,
	stopRun: line,
	/** What waits for the person. */
	waiting: z.array(z.strictObject({ label: line, hash })).max(5),
	open: line,
	quit: line,
	/** Said when the window is closed for the first time and the program goes on. */
	goesOn: z.strictObject({ title: line, body: line }),
});
export type TrayMenu = z.output<typeof trayMenuSchema>;

export const activitySchema = z.strictObject({
	/** How far what runs is, of 1; `unknown`: it runs, and how far is not known. Null: nothing runs. */
	progress: z.union([z.number().min(0).max(1), z.literal('unknown')]).nullable(),
	/** How much calls for the person: on the program's icon, where the platform has room for it. */
	calls: z.int().min(0),
	/** The same in words, for who hears it; empty where nothing calls. */
	callsText: z.string().max(500),
	/** Null: the person wants no icon in the tray. */
	tray: trayMenuSchema.nullable(),
});
export type Activity = z.output<typeof activitySchema>;
