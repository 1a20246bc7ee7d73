import { EventEmitter } from 'node:events';

/** What the test tells the shell under test to meet. */
export type Command =
	| { readonly do: 'answer'; readonly dialog: string; readonly value: unknown }
	| { readonly do: 'close-window' }
	| { readonly do: 'quit' }
	| { readonly do: 'second-instance' }
	| { readonly do: 'blur' }
	| { readonly do: 'click-notification' }
	| { readonly do: 'click-menu'; readonly label: string };

/** What the shell under test did. */
export type Report =
	| { readonly saw: 'page'; readonly debugPort: number }
	| { readonly saw: 'menu'; readonly labels: readonly string[] }
	| { readonly saw: 'notification'; readonly title: string; readonly body: string }
	| { readonly saw: 'dialog'; readonly name: string; readonly options: unknown }
	| { readonly saw: 'revealed'; readonly path: string }
	| { readonly saw: 'focused' };

export const commands = new EventEmitter<{ command: [Command] }>();

const answers: { readonly dialog: string; readonly value: unknown }[] = [];

process.on('message', (command: Command) => {
	if (command.do === 'answer') answers.push(command);
	else commands.emit('command', command);
});
// The test's channel is no reason to stay.
process.channel?.unref();

export function report(what: Report): void {
	process.send?.(what);
}

/** The next answer that the test gave for a dialog; else what cancelling it gives. */
export function answerOf(dialog: string, cancelled: unknown): unknown {
	const index = answers.findIndex((answer) => answer.dialog === dialog);
	return index < 0 ? cancelled : answers.splice(index, 1)[0]?.value;
}
