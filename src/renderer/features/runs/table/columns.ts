import type { RunOrder } from '../../../../shared/run/run.ts';
import { type ColumnPlan, framesOf } from '../../../lib/hooks/use-columns.ts';

const runColumns = [
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
	'hostCalls',
	'memory',
] as const;
export type Column = (typeof runColumns)[number];

/** On a plugin's own page its name says nothing: the function stands in its place. */
const pluginRunColumns: readonly Column[] = runColumns.filter((column) => column !== 'fn');

export const ROW_PX = 32;
/** The tick, and what is kept free at the right. */
export const ASIDE_PX = 44;

/** Columns that the engine lists runs by. */
export const orderOf: { readonly [C in Column]?: RunOrder } = {
	status: 'status',
	label: 'label',
	started: 'started',
	duration: 'duration',
	recordsIn: 'recordsIn',
	recordsOut: 'recordsOut',
	denials: 'denials',
	hostCalls: 'hostCalls',
	memory: 'memory',
};

/** Of each column at least, px. */
const leastWidths: Readonly<Record<Column, number>> = {
	status: 112,
	label: 110,
	failure: 40,
	/** Where there is room for it and longer causes. */
	fn: 330,
	trigger: 112,
	started: 200,
	duration: 88,
	/** Hundreds of millions, told whole. */
	recordsIn: 96,
	recordsOut: 96,
	denials: 64,
	hostCalls: 92,
	memory: 80,
};

/** What a narrow table can do without goes first. */
const dispensable: readonly Column[] = [
	'fn',
	'memory',
	'hostCalls',
	'trigger',
	'recordsIn',
	'recordsOut',
	'denials',
	'duration',
	'failure',
];

const numbers: readonly Column[] = ['duration', 'recordsIn', 'recordsOut', 'denials', 'hostCalls', 'memory'];

function planOf(all: readonly Column[]): ColumnPlan<Column> {
	const proposed = all.filter((column) => column !== 'hostCalls' && column !== 'memory');
	const grows = { label: 3, failure: 3 };
	return { all, proposed, fixed: 'label', leastWidths, widths: { fn: 128 }, grows, numbers, dispensable };
}
export const runPlan = planOf(runColumns);
export const pluginRunPlan = planOf(pluginRunColumns);
export const runFrames = framesOf(runPlan);
