import { type ColumnPlan, framesOf } from '../../../../lib/hooks/use-columns.ts';
import type { ListOrder } from '../list-view.ts';

const pluginColumns = [
	'name',
	'state',
	'version',
	'type',
	'description',
	'author',
	'integrity',
	'signer',
	'powers',
	'activity',
	'lastRun',
	'trouble',
	'failures',
	'denials',
	'memory',
	'size',
] as const;
export type PluginColumn = (typeof pluginColumns)[number];

/** What is shown until a person chooses. */
const proposedColumns: readonly PluginColumn[] = [
	'name',
	'state',
	'version',
	'type',
	'description',
	'integrity',
	'signer',
	'powers',
	'activity',
	'lastRun',
	'trouble',
];

/** What a press on a column's head orders by. */
export const orderOf: { readonly [C in PluginColumn]?: ListOrder } = {
	name: 'name',
	state: 'state',
	version: 'version',
	type: 'type',
	author: 'author',
	activity: 'activity',
	lastRun: 'recent',
	trouble: 'trouble',
	failures: 'failures',
	denials: 'denials',
	memory: 'memory',
	size: 'size',
};

export const TABLE_ROW_PX = 36;
/** The tick, and what is kept free at the right. px */
export const ASIDE_PX = 48;

/** Of each column at least, px. */
const leastWidths: Readonly<Record<PluginColumn, number>> = {
	name: 150,
	state: 130,
	version: 84,
	type: 104,
	description: 108,
	author: 120,
	integrity: 84,
	signer: 112,
	powers: 120,
	activity: 92,
	lastRun: 120,
	trouble: 140,
	failures: 76,
	denials: 76,
	memory: 88,
	size: 84,
};

/** What a narrow table can do without goes first. */
const dispensable: readonly PluginColumn[] = [
	'author',
	'size',
	'memory',
	'failures',
	'type',
	'denials',
	'activity',
	'version',
	'powers',
	'trouble',
	'lastRun',
	'description',
];

export const pluginPlan: ColumnPlan<PluginColumn> = {
	all: pluginColumns,
	proposed: proposedColumns,
	fixed: 'name',
	leastWidths,
	grows: { name: 2, state: 1, description: 4 },
	numbers: ['failures', 'denials', 'memory', 'size'],
	dispensable,
};
export const pluginFrames = framesOf(pluginPlan);
