import { setTimeout as delay } from 'node:timers/promises';
import { app, dialog } from 'electron';
import { toDataFlareError } from '../shared/errors/errors.ts';
import { systemText } from './window/text.ts';

/** A start that takes longer is said to be under way. ms */
const PATIENCE_MS = 10_000;
/** How long a display is waited for, to say on it why there is no window. ms */
const READY_MS = 10_000;

/** Why there is no window: in a box and on stderr, and the program ends. */
export async function sayWhyNot(thrown: unknown): Promise<void> {
	const { message, hint } = toDataFlareError(thrown);
	const content = hint === undefined ? message : `${message}\n\n${hint}`;
	process.exitCode = 1;
	try {
		// Before it is ready, Electron on Linux writes to stderr alone, which nobody sees who started it from a menu.
		await Promise.race([app.whenReady(), delay(READY_MS)]);
		dialog.showErrorBox('DataFlare', content);
	} finally {
		app.exit(1);
	}
}

/** Says so when the start takes long, and offers to end it; what it answers with is called when it is over. */
export function sayStillOpening(): () => void {
	const over = new AbortController();
	const timer = setTimeout(() => void offerToEnd(over.signal), PATIENCE_MS);
	return () => {
		clearTimeout(timer);
		over.abort();
	};
}

async function offerToEnd(signal: AbortSignal): Promise<void> {
	const text = systemText();
	const { response } = await dialog.showMessageBox({
		type: 'info',
		message: text.stillOpening,
		detail: text.stillOpeningDetail,
		buttons: [text.keepWaiting, text.quit],
		defaultId: 0,
		cancelId: 0,
		noLink: true,
		signal,
	});
	if (response === 1 && !signal.aborted) app.exit(1);
}
