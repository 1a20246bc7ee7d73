/** Lines that an address names, by their places in their run, from 1. */
export interface LineRange {
	readonly from: number;
	readonly to: number;
}

/** `12` or `12-20`, either way round. Null: it names none. */
export function parseRange(text: string | null): LineRange | null {
	const found = /^L?(\d{1,9})(?:-L?(\d{1,9}))?$/.exec(text ?? '');
	if (found === null) return null;
	const one = Number(found[1]);
	const other = Number(found[2] ?? found[1]);
	const range = { from: Math.min(one, other), to: Math.max(one, other) };
	return range.from < 1 ? null : range;
}

export function printRange({ from, to }: LineRange): string {
	return from === to ? `${from}` : `${from}-${to}`;
}

/** A range that reaches to another line, as Shift extends it. */
export function extendedTo(range: LineRange | null, line: number): LineRange {
	if (range === null) return { from: line, to: line };
	return line < range.from ? { from: line, to: range.to } : { from: range.from, to: line };
}
