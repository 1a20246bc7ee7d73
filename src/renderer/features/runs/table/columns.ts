const columns = [
	'status',
	'label',
	'failure',
	'fn',
	'trigger',
	'started',
	'duration',
	'recordsIn',
	'recordsOut',
	'denials',
] as const;
export type Column = (typeof columns)[number];

export const ROW_PX = 32;
export const HEAD_PX = 28;

/** Widths; what a narrow table can do without goes first. */
const classes: Readonly<Record<Column, string>> = {
	status: 'w-28 shrink-0',
	label: 'min-w-24 flex-2',
	failure: 'min-w-0 flex-3 @max-[480px]:hidden',
	fn: 'w-32 shrink-0 @max-[1240px]:hidden',
	trigger: 'w-28 shrink-0 @max-[880px]:hidden',
	started: 'w-50 shrink-0',
	duration: 'w-22 shrink-0 text-right tabular @max-[550px]:hidden',
	recordsIn: 'w-16 shrink-0 text-right tabular @max-[820px]:hidden',
	recordsOut: 'w-16 shrink-0 text-right tabular @max-[740px]:hidden',
	denials: 'w-16 shrink-0 text-right tabular @max-[620px]:hidden',
};

/** On a plugin's own page its name says nothing: the function stands in its place. */
export function columnsOf(isOfPlugin: boolean): readonly Column[] {
	return isOfPlugin ? columns.filter((column) => column !== 'fn') : columns;
}

export function cellClass(column: Column): string {
	return `truncate px-2 ${classes[column]}`;
}
