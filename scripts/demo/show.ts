import { styleText } from 'node:util';
import { type Cell, type Column, renderTable, type Tone } from '../../src/cli/text/table.ts';

export const count = new Intl.NumberFormat('en');

/** Colours and lines are for a terminal; a file or a pipe gets plain text. */
const onTerminal = process.stdout.isTTY === true;

/** Leaves out colours where nobody sees them or nobody wants them. */
export function styled(style: Parameters<typeof styleText>[0], text: string): string {
	return onTerminal ? styleText(style, text) : text;
}

export function say(text = ''): void {
	process.stdout.write(`${text}\n`);
}

export function title(text: string): void {
	say(`\n${styled('bold', text)}`);
}

const styles: Readonly<Record<Tone, Parameters<typeof styleText>[0] | null>> = {
	good: 'green',
	bad: 'red',
	warn: 'yellow',
	plain: null,
};

export function table(columns: readonly Column[], rows: readonly (readonly Cell[])[]): void {
	const text = renderTable(columns, rows, {
		columns: onTerminal ? (process.stdout.columns ?? 100) : null,
		title: (head) => styled('bold', head),
		tone: (tone, cell) => (styles[tone] === null ? cell : styled(styles[tone], cell)),
	});
	process.stdout.write(text.replace(/^(?=.)/gm, '  '));
}
