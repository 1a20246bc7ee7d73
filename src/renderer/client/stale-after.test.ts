import { expect, expectTypeOf, it } from 'vitest';
import type { EventName } from '../../shared/api/events.ts';
import { type ReadRoute, type RouteName, routes, type WriteRoute } from '../../shared/api/routes.ts';
import { staleAfter, staleBy } from './stale-after.ts';

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

/** What no store keeps, but the disk, or this program alone: another program changes nothing of it, or nobody can tell. */
const ofHereAlone: readonly ReadRoute[] = ['files.browse', 'sandboxes.list', 'catalogue.source', 'authoring.recipe'];
const ofDisk: readonly ReadRoute[] = ['plugins.inspect', 'plugins.verify', 'authoring.validate', 'flows.read'];
/** What an index at a place says is read anew when a person has it read. */
const ofSource: readonly ReadRoute[] = [
	'catalogue.search',
	'catalogue.versions',
	'updates.list',
	'updates.find',
	'lock.check',
];

const plugin = ['plugin.changed', 'plugin.removed', 'trash.changed', 'history.written'] as const;
const runsElsewhere = ['runs.changed', 'trash.changed', 'history.written'] as const;
const none = [] as const;
/** What another program's pages are told once a program did it (others-writes.test.ts, and the programs in test/e2e). */
const toldElsewhere: { readonly [N in WriteRoute]: readonly EventName[] } = {
	'plugins.install': plugin,
	'plugins.pack': none,
	'catalogue.index': none,
	'catalogue.read': none,
	'catalogue.fetch': none,
	'updates.hold': plugin,
	'updates.skip': plugin,
	'lock.write': none,
	'lock.apply': plugin,
	'updates.apply': plugin,
	'plugins.sign': none,
	'flows.finish': none,
	'flows.try': plugin,
	'flows.run': [...runsElsewhere, 'flows.changed'],
	'quarantine.edit': ['history.written'],
	'quarantine.remove': ['history.written'],
	'quarantine.export': none,
	'quarantine.replay': [...runsElsewhere, 'flows.changed'],
	'flows.resume': [...runsElsewhere, 'flows.changed'],
	'flows.save': ['flows.changed'],
	'flows.rename': ['flows.changed'],
	'flows.remove': ['flows.changed'],
	'flows.export': none,
	'triggers.set': ['flows.changed'],
	'triggers.start': ['flows.changed'],
	'triggers.stop': ['flows.changed'],
	'triggers.remove': ['flows.changed'],
	'keys.add': ['keys.changed'],
	'keys.rename': ['keys.changed'],
	'keys.remove': ['keys.changed'],
	'keys.generate': ['keys.changed'],
	'authoring.create': ['settings.changed'],
	'authoring.build': ['settings.changed'],
	'authoring.test': none,
	'authoring.bench': none,
	'plugins.enable': plugin,
	'plugins.disable': plugin,
	'plugins.preload': plugin,
	'plugins.privacy': plugin,
	'plugins.try': plugin,
	'plugins.reload': plugin,
	'plugins.uninstall': plugin,
	'plugins.rollback': plugin,
	'plugins.call': runsElsewhere,
	'outputs.save': none,
	'results.open': none,
	'results.view': none,
	'results.close': none,
	'results.save': none,
	'policy.set': plugin,
	'policy.revert': plugin,
	'templates.save': ['templates.changed'],
	'templates.remove': ['templates.changed', 'trash.changed'],
	'templates.restore': ['templates.changed', 'trash.changed'],
	'templates.purge': ['trash.changed'],
	'templates.apply': ['templates.changed', ...plugin],
	'templates.undo': ['templates.changed', ...plugin],
	'templates.import': ['templates.changed', 'trash.changed'],
	'streams.run': runsElsewhere,
	'chains.run': runsElsewhere,
	'runs.cancel': runsElsewhere,
	'runs.remove': runsElsewhere,
	'runs.markSeen': ['runs.changed'],
	'trash.restore': runsElsewhere,
	'trash.empty': ['trash.changed', 'history.written'],
	'trash.restorePlugin': plugin,
	'trash.emptyPlugins': ['trash.changed'],
	'runs.forget': ['history.written'],
	'runs.forgetPreviews': ['history.written'],
	'runs.prune': runsElsewhere,
	'logs.stop': none,
	'logs.save': none,
	'cases.save': ['history.written'],
	'cases.remove': ['history.written'],
	'samples.install': plugin,
	'samples.run': [...plugin, ...runsElsewhere],
	'folder.set': ['settings.changed', ...plugin],
	'sandboxes.stop': none,
	'settings.set': ['settings.changed'],
	'notices.dismiss': ['history.written'],
};

it('what is asked of a write route makes the same stale in every page of the program', () => {
	for (const [route, made] of Object.entries(staleAfter.action)) {
		expect(staleBy({ event: 'route.written', payload: { route: route as WriteRoute } })).toBe(made);
	}
});

it('what another program does by a write route makes the same stale here, but for what no history keeps', () => {
	const notKept = new Set<ReadRoute>([...ofHereAlone, ...ofDisk, ...ofSource]);
	const missing = Object.entries(toldElsewhere).flatMap(([route, events]) => {
		const made = new Set(events.flatMap((event) => staleAfter.event[event]));
		const wanted = staleAfter.action[route as WriteRoute].filter((read) => !notKept.has(read) && !made.has(read));
		return wanted.map((read) => `${route}: ${read}`);
	});
	expect(missing).toEqual([]);
});
