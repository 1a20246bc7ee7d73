import { app } from './app.ts';
import { answerOf, report } from './control.ts';

/** How long a person takes to press the button of a box. ms */
const PRESS_MS = 400;

interface MessageBox {
	readonly cancelId: number;
	readonly signal?: AbortSignal;
}

async function ask(name: string, given: unknown, cancelled: unknown, signal?: AbortSignal): Promise<unknown> {
	app.insistOnReady(true, 'dialog');
	const { signal: _, ...options } = given as { readonly signal?: AbortSignal };
	report({ saw: 'dialog', name, options });
	return answerOf(name, cancelled, signal);
}

export const dialog = {
	showOpenDialog: (_window: unknown, options: unknown) =>
		ask('showOpenDialog', options, { canceled: true, filePaths: [] }),
	showSaveDialog: (_window: unknown, options: unknown) =>
		ask('showSaveDialog', options, { canceled: true, filePath: '' }),
	/** The window may be left out. */
	showMessageBox(...args: readonly unknown[]): Promise<unknown> {
		const options = args.at(-1) as MessageBox;
		return ask('showMessageBox', options, { response: options.cancelId }, options.signal);
	},
	/** Before the program is ready it goes to stderr alone; after that everything stands still until it is pressed. */
	showErrorBox(title: string, content: string): void {
		if (!app.isReady()) {
			process.stderr.write(`${title}: ${content}\n`);
			return;
		}
		report({ saw: 'error-box', title, content });
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PRESS_MS);
	},
};

// As Electron's own: it steps back where there is another listener.
process.on('uncaughtException', (error) => {
	if (process.listenerCount('uncaughtException') > 1) return;
	dialog.showErrorBox('A JavaScript error occurred in the main process', `Uncaught Exception:\n${error.stack}`);
});
