import Table from 'cli-table3';
import { safeLine } from './safe-text.ts';
import { padText, textWidth, wrapText } from './text-width.ts';

export type Tone = 'good' | 'bad' | 'warn' | 'plain';

/** A column's title; numbers stand under one another when it is aligned to the right. */
export type Column = string | { readonly title: string; readonly align: 'right' };
export type Cell = string | { readonly text: string; readonly tone: Tone };

export interface TableLook {
	/** Width of the terminal, columns; null: no terminal, so plain aligned columns for other programs to read. */
	readonly columns: number | null;
	readonly title: (text: string) => string;
	readonly tone: (tone: Tone, text: string) => string;
}

/** No column gets narrower than this for others to fit, columns of the terminal. */
const LEAST_WIDTH = 8;

export const numeric = (title: string): Column => ({ title, align: 'right' });
const titleOf = (column: Column): string => (typeof column === 'string' ? column : column.title);
const alignOf = (column: Column): 'left' | 'right' => (typeof column === 'string' ? 'left' : column.align);

/** A table in text, with its last line feed. Cells are data: what could steer a terminal is shown, not obeyed. */
export function renderTable(columns: readonly Column[], cells: readonly (readonly Cell[])[], look: TableLook): string {
	const rows = cells.map((row) =>
		row.map((cell) =>
			typeof cell === 'string'
				? { text: safeLine(cell), tone: 'plain' as const }
				: { text: safeLine(cell.text), tone: cell.tone },
		),
	);
	const natural = columns.map((column, index) =>
		Math.max(textWidth(titleOf(column)), ...rows.map((row) => textWidth(row[index]?.text ?? ''))),
	);
	const titled = columns.some((column) => titleOf(column) !== '');
	if (look.columns === null) {
		const lines = rows.map((row) => row.map((cell) => cell.text));
		if (titled) lines.unshift(columns.map(titleOf));
		return lines
			.map((row) => row.map((text, at) => padText(text, natural[at] ?? 0, alignOf(columns[at] ?? ''))).join('  '))
			.map((line) => `${line.trimEnd()}\n`)
			.join('');
	}
	const widths = fitted(natural, look.columns - 3 * columns.length - 1);
	if (widths === null) return cards(columns, rows, look, look.columns);
	const table = new Table({
		...(titled ? { head: columns.map((column) => look.title(titleOf(column))) } : {}),
		colAligns: columns.map(alignOf),
		chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
		style: { head: [], border: [] },
	});
	for (const row of rows) {
		table.push(
			row.map(({ text, tone }, index) =>
				wrapText(text, widths[index] ?? LEAST_WIDTH)
					.map((line) => look.tone(tone, line))
					.join('\n'),
			),
		);
	}
	return `${table.toString()}\n`;
}

/** Takes room from the widest columns until all fit; null: they cannot. */
function fitted(natural: readonly number[], room: number): readonly number[] | null {
	const widths = [...natural];
	let over = widths.reduce((sum, width) => sum + width, 0) - room;
	for (; over > 0; over--) {
		const widest = widths.indexOf(Math.max(...widths));
		const width = widths[widest] ?? 0;
		if (width <= LEAST_WIDTH) return null;
		widths[widest] = width - 1;
	}
	return widths;
}

/** What a terminal too narrow for a table gets: one line per value. */
function cards(
	columns: readonly Column[],
	rows: readonly (readonly { readonly text: string; readonly tone: Tone }[])[],
	look: TableLook,
	width: number,
): string {
	const labelWidth = Math.max(...columns.map((column) => textWidth(titleOf(column))));
	const room = Math.max(width - labelWidth - 2, 2);
	const card = (row: readonly { readonly text: string; readonly tone: Tone }[]): string =>
		row
			.flatMap(({ text, tone }, index) =>
				wrapText(text, room).map((line, part) => {
					const title = part === 0 ? titleOf(columns[index] ?? '') : '';
					return `${look.title(padText(title, labelWidth, 'left'))}  ${look.tone(tone, line)}\n`;
				}),
			)
			.join('');
	return rows.map(card).join('\n');
}
