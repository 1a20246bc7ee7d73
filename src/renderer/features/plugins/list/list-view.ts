import { type ComponentType, componentTypes } from '../../../../shared/plugin/component-type.ts';
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

export const orders = ['name', 'state', 'trouble', 'recent', 'activity'] as const;
type ListOrder = (typeof orders)[number];

/** Which plugins are shown, and in which order. Empty lists: all. */
export interface ListView {
	readonly find: string;
	readonly types: readonly ComponentType[];
	readonly states: readonly PluginCondition[];
	readonly order: ListOrder;
}

/** As the address keeps it. What it does not know it leaves out. */
export function readView(query: URLSearchParams): ListView {
	const listed = (key: string): readonly string[] => (query.get(key) ?? '').split(',');
	return {
		find: query.get('find') ?? '',
		types: componentTypes.filter((type) => listed('types').includes(type)),
		states: conditions.filter((state) => listed('states').includes(state)),
		order: orders.find((order) => order === query.get('order')) ?? 'name',
	};
}

export function writeView(view: ListView): Readonly<Record<string, string | null>> {
	return {
		find: view.find,
		types: view.types.join(','),
		states: view.states.join(','),
		order: view.order === 'name' ? null : view.order,
	};
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
	return entries.filter(fits).toSorted((left, right) => compare[view.order](left, right) || byName(left, right));
}

function searchable({ name, record }: PluginEntry): string {
	const metadata = record.current?.manifest.metadata;
	return `${name}\n${metadata?.author ?? ''}\n${metadata?.description ?? ''}`.toLowerCase();
}

const byName = (left: PluginEntry, right: PluginEntry): number => (left.name < right.name ? -1 : 1);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const compare: Readonly<Record<ListOrder, (left: PluginEntry, right: PluginEntry) => number>> = {
	name: () => 0,
	state: (left, right) => conditions.indexOf(left.condition) - conditions.indexOf(right.condition),
	trouble: (left, right) => right.failures + right.denials - (left.failures + left.denials),
	recent: (left, right) => (right.lastRunAt ?? 0) - (left.lastRunAt ?? 0),
	activity: (left, right) => sum(right.buckets) - sum(left.buckets),
};
