import { expect, expectTypeOf, it } from 'vitest';
import type { EventName } from '../../shared/api/events.ts';
import { type ReadRoute, type RouteName, routes, type WriteRoute } from '../../shared/api/routes.ts';
import { staleAfter } from './stale-after.ts';

/** Answers that depend on the question alone, or are asked for once and never kept. */
const neverKept: readonly ReadRoute[] = [
	'policy.describe',
	'policy.compare',
	'policy.suggest',
	'runs.progress',
	'runs.search',
	'runs.export',
	// Of a file as it was: one that changed is of another revision.
	'results.state',
	'results.rows',
	'results.record',
	'results.beside',
];

const names = Object.keys(routes) as readonly RouteName[];
const stale = new Set([...Object.values(staleAfter.event), ...Object.values(staleAfter.action)].flat());

it('every write route and every event says what it makes stale: one that is forgotten does not compile', () => {
	expectTypeOf<keyof typeof staleAfter.action>().toEqualTypeOf<WriteRoute>();
	expectTypeOf<keyof typeof staleAfter.event>().toEqualTypeOf<EventName>();
	expect(Object.keys(staleAfter.action).toSorted()).toEqual(
		names.filter((name) => routes[name].access === 'write').toSorted(),
	);
});

it('every answer that is kept becomes stale by something', () => {
	const kept = names.filter((name) => routes[name].access === 'read' && !neverKept.includes(name as ReadRoute));
	expect(kept.filter((name) => !stale.has(name as ReadRoute))).toEqual([]);
	expect(neverKept.filter((name) => stale.has(name))).toEqual([]);
});
