import { type ComponentType, componentTypes } from '../../../../shared/plugin/component-type.ts';
import { describedAnywhere } from '../../../../shared/plugin/described.ts';
import type { PluginCondition } from '../../../lib/plugin-condition.ts';
import type { PluginEntry } from './plugin-entry.ts';

/** In the order in which they call for a person. */
export const conditions = [
	'quarantined',
	'broken',
	'missing',
	'updateFailed',
	'waiting_for_review',
	'running',
	'ready',
	'disabled',
] as const satisfies readonly PluginCondition[];

/** What the menu offers. */
export const orders = ['name', 'state', 'trouble', 'recent', 'activity'] as const;
/** What the heads of the table offer beside. */
const columnOrders = ['version', 'type', 'author', 'failures', 'denials', 'memory', 'size'] as const;
export type ListOrder = (typeof orders)[number] | (typeof columnOrders)[number];
const allOrders: readonly ListOrder[] = [...orders, ...columnOrders];
/** Words go from the first to the last; figures from the largest down. */
const ascending: ReadonlySet<ListOrder> = new Set(['name', 'state', 'version', 'type', 'author']);

/** Which plugins are shown, and in which order. Empty lists: all. */
export interface ListView {
	readonly find: string;
	readonly types: readonly ComponentType[];
	readonly states: readonly PluginCondition[];
	readonly order: ListOrder;
	/** The order is turned round. */
	readonly isTurned: boolean;
}

/** As the address keeps it. What it does not know it leaves out. */
export function readView(query: URLSearchParams): ListView {
	const listed = (key: string): readonly string[] => (query.get(key) ?? '').split(',');
	const word = query.get('order') ?? '';
	return {
		find: query.get('find') ?? '',
		types: componentTypes.filter((type) => listed('types').includes(type)),
		states: conditions.filter((state) => listed('states').includes(state)),
		order: allOrders.find((order) => order === word.replace(/^-/, '')) ?? 'name',
		isTurned: word.startsWith('-'),
	};
}

export function writeView(view: ListView): Readonly<Record<string, string | null>> {
	return {
		find: view.find,
		types: view.types.join(','),
		states: view.states.join(','),
		order: view.isTurned ? `-${view.order}` : view.order === 'name' ? null : view.order,
	};
}

/** What a press on a head does: its order, and the other way round at the second press. */
export function orderedBy(view: ListView, order: ListOrder): ListView {
	return { ...view, order, isTurned: view.order === order && !view.isTurned };
}

export function directionOf({ order, isTurned }: ListView): 'ascending' | 'descending' {
	return ascending.has(order) !== isTurned ? 'ascending' : 'descending';
}

export function isFiltered({ find, types, states }: ListView): boolean {
	return find.trim() !== '' || types.length > 0 || states.length > 0;
}

export function applyView(entries: readonly PluginEntry[], view: ListView): readonly PluginEntry[] {
	const words = view.find.toLowerCase().split(/\s+/).filter(Boolean);
	const fits = (entry: PluginEntry): boolean =>
		(view.types.length === 0 || (entry.type !== null && view.types.includes(entry.type))) &&
		(view.states.length === 0 || view.states.includes(entry.condition)) &&
		words.every((word) => searchable(entry).includes(word));
	const turn = view.isTurned ? -1 : 1;
	const order = compare[view.order];
	return entries.filter(fits).toSorted((left, right) => turn * order(left, right) || byName(left, right));
}

function searchable({ name, record }: PluginEntry): string {
	const metadata = record.current?.manifest.metadata;
	return `${name}\n${metadata?.author ?? ''}\n${metadata === undefined ? '' : describedAnywhere(metadata)}`.toLowerCase();
}

const byName = (left: PluginEntry, right: PluginEntry): number => (left.name < right.name ? -1 : 1);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** 1.10 comes after 1.9. */
const numbered = new Intl.Collator(undefined, { numeric: true });
const authorOf = ({ record }: PluginEntry): string => record.current?.manifest.metadata.author ?? '';
const placeOf = (type: ComponentType | null): number => (type === null ? -1 : componentTypes.indexOf(type));

const compare: Readonly<Record<ListOrder, (left: PluginEntry, right: PluginEntry) => number>> = {
	name: byName,
	state: (left, right) => conditions.indexOf(left.condition) - conditions.indexOf(right.condition),
	trouble: (left, right) => right.failures + right.denials - (left.failures + left.denials),
	recent: (left, right) => (right.lastRunAt ?? 0) - (left.lastRunAt ?? 0),
	activity: (left, right) => sum(right.buckets) - sum(left.buckets),
	version: (left, right) => numbered.compare(left.record.current?.label ?? '', right.record.current?.label ?? ''),
	type: (left, right) => placeOf(left.type) - placeOf(right.type),
	author: (left, right) => numbered.compare(authorOf(left), authorOf(right)),
	failures: (left, right) => right.failures - left.failures,
	denials: (left, right) => right.denials - left.denials,
	memory: (left, right) => (right.policy?.max_memory ?? 0) - (left.policy?.max_memory ?? 0),
	size: (left, right) => (right.record.current?.size ?? 0) - (left.record.current?.size ?? 0),
};
