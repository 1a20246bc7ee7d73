import type { EventName } from '../../shared/api/events.ts';
import type { RouteName } from '../../shared/api/routes.ts';

const plugins: readonly RouteName[] = [
	'plugins.list',
	'plugins.get',
	'plugins.versions',
	'plugins.package',
	'plugins.inspect',
	'plugins.analysis',
	'samples.list',
	'stats.get',
];
const policies: readonly RouteName[] = [
	'policy.list',
	'policy.show',
	'policy.history',
	'policy.check',
	'policy.preview',
	'policy.refused',
];
const runs: readonly RouteName[] = [
	'policy.refused',
	'runs.list',
	'runs.get',
	'runs.stats',
	'plugins.activity',
	'stats.get',
];
const settings: readonly RouteName[] = ['settings.get', 'policy.list', 'policy.show', 'stats.get'];

/** Which answers are no longer true after an event, and after a write route answered (or failed half-way). */
export const staleAfter: {
	readonly event: { readonly [E in EventName]?: readonly RouteName[] };
	readonly action: { readonly [N in RouteName]?: readonly RouteName[] };
} = {
	event: {
		'plugin.changed': [...plugins, ...policies],
		'plugin.removed': [...plugins, ...policies],
		'folder.state': ['stats.get', 'plugins.list'],
		'run.started': [...runs, 'sandboxes.list'],
		// What a run wrote lies among a person's files.
		'run.finished': [...runs, 'runs.logs', 'sandboxes.list', 'files.browse'],
	},
	action: {
		'plugins.install': [...plugins, ...policies],
		'plugins.enable': plugins,
		'plugins.disable': [...plugins, 'sandboxes.list'],
		'plugins.reload': [...plugins, 'sandboxes.list'],
		'plugins.uninstall': [...plugins, 'sandboxes.list'],
		'plugins.rollback': plugins,
		'plugins.call': runs,
		'policy.set': [...policies, ...plugins],
		'policy.revert': [...policies, ...plugins],
		'streams.run': runs,
		'chains.run': runs,
		'runs.cancel': runs,
		'runs.remove': [...runs, 'logs.list'],
		'runs.forgetPreviews': runs,
		'runs.prune': [...runs, 'logs.list'],
		'cases.save': ['cases.list'],
		'cases.remove': ['cases.list'],
		'samples.install': [...plugins, ...policies],
		'samples.run': [...plugins, ...policies, ...runs],
		'folder.set': [...plugins, 'settings.get'],
		'sandboxes.stop': ['sandboxes.list'],
		'settings.set': settings,
		'notices.dismiss': ['stats.get'],
	},
};
