import { EventEmitter } from 'node:events';

/** What the test tells the shell under test to meet. */
export type Command =
	/** `open`: the dialog stays until it is answered anew or taken away. */
	| { readonly do: 'answer'; readonly dialog: string; readonly value: unknown }
	/** The one that was opened as the so manieth, from 0; else all. */
	| { readonly do: 'close-window'; readonly index?: number }
	| { readonly do: 'quit' }
	/** Another start of the program, with these words after its name. */
	| { readonly do: 'second-instance'; readonly words?: readonly string[]; readonly workingDirectory?: string }
	/** As macOS does for a double click. */
	| { readonly do: 'open-file'; readonly path: string }
	| { readonly do: 'blur' }
	| { readonly do: 'click-notification' }
	| { readonly do: 'session-end' }
	| { readonly do: 'power-off' }
	/** An error that nothing in the shell foresees. */
	| { readonly do: 'throw'; readonly message: string }
	| { readonly do: 'click-menu'; readonly label: string }
	/** A line of the tray's menu, or of one beneath it: `pii-redactor/Stop`. */
	| { readonly do: 'click-tray'; readonly line: string };

/** What the shell under test did. */
export type Report =
	| { readonly saw: 'page'; readonly debugPort: number }
	| { readonly saw: 'window-wanted'; readonly url: string; readonly action: 'allow' | 'deny' }
	| { readonly saw: 'menu'; readonly labels: readonly string[]; readonly keys: Readonly<Record<string, string>> }
	| { readonly saw: 'notification'; readonly title: string; readonly body: string }
	| { readonly saw: 'dialog'; readonly name: string; readonly options: unknown }
	| { readonly saw: 'error-box'; readonly title: string; readonly content: string }
	| { readonly saw: 'revealed'; readonly path: string }
	| { readonly saw: 'opened'; readonly path: string }
	| { readonly saw: 'sandbox' }
	| { readonly saw: 'shown' }
	| { readonly saw: 'hidden' }
	| { readonly saw: 'progress'; readonly value: number }
	| { readonly saw: 'badge'; readonly count: number }
	/** Null: it is gone. */
	| { readonly saw: 'overlay'; readonly words: string | null }
	/** Null: it is gone. */
	| { readonly saw: 'tray'; readonly lines: readonly string[] | null; readonly tooltip: string }
	| { readonly saw: 'focused' };

export const commands = new EventEmitter<{ command: [Command] }>();

const answers: { readonly dialog: string; readonly value: unknown }[] = [];
const answered = new EventEmitter<{ answer: [] }>();

process.on('message', (command: Command) => {
	if (command.do === 'answer') {
		answers.push(command);
		answered.emit('answer');
	} else commands.emit('command', command);
});
// The test's channel is no reason to stay.
process.channel?.unref();

export function report(what: Report): void {
	process.send?.(what);
}

/** The next answer that the test gave for a dialog; else, and when its signal takes it away, what cancelling it gives. */
export async function answerOf(dialog: string, cancelled: unknown, signal?: AbortSignal): Promise<unknown> {
	for (;;) {
		const index = answers.findIndex((answer) => answer.dialog === dialog);
		const value = index < 0 ? cancelled : answers.splice(index, 1)[0]?.value;
		if (value !== 'open') return value;
		const isAway = await new Promise<boolean>((resolve) => {
			if (signal?.aborted) resolve(true);
			signal?.addEventListener('abort', () => resolve(true));
			answered.once('answer', () => resolve(false));
		});
		if (isAway) return cancelled;
	}
}
