import { Notification } from 'electron';
import type { Core } from '../core/index.ts';
import { asMarkup, shortLine } from './plain-line.ts';
import { navigate } from './window/ipc.ts';
import type { Text } from './window/text.ts';
import type { Windows } from './window/windows.ts';

/** A run that took less than this is not worth an interruption unless it failed. ms */
const WORTH_MS = 5_000;
/** At most one notification in this time: a hundred failing calls are one piece of news. ms */
const QUIET_MS = 3_000;

/** What a system draws of a notification, characters. */
const TITLE_CHARS = 80;
const BODY_CHARS = 240;

/** Tells of runs that end while the person looks elsewhere; a click opens the run. */
export function notifyOfRuns(core: Core, windows: Windows, text: Text): void {
	let lastAt = -QUIET_MS;
	const shown = new Set<Notification>();
	core.on('run.finished', ({ run }) => {
		const isWorth = run.status === 'failed' || (run.status === 'succeeded' && (run.durationMs ?? 0) >= WORTH_MS);
		if (!isWorth || windows.front === null || windows.hasFocus || !Notification.isSupported()) return;
		if (performance.now() - lastAt < QUIET_MS) return;
		lastAt = performance.now();
		const notification = new Notification({
			title: shortLine(run.status === 'failed' ? text.runFailed(run.label) : text.runDone(run.label), TITLE_CHARS),
			body: asMarkup(shortLine(run.error?.message ?? '', BODY_CHARS)),
		});
		// Kept, or the click would be lost with the object.
		shown.add(notification);
		notification.on('failed', () => shown.delete(notification));
		notification.on('close', () => shown.delete(notification));
		notification.on('click', () => {
			shown.delete(notification);
			windows.show();
			navigate(windows, `#/runs/${run.id}`);
		});
		notification.show();
	});
}
