import type { EngineEvent, EventName } from '../../shared/api/events.ts';
import type { ReadRoute, WriteRoute } from '../../shared/api/routes.ts';

/** What a source has, and what that is to what is installed. */
const offered: readonly ReadRoute[] = ['catalogue.search', 'catalogue.versions', 'updates.list', 'updates.find'];
/** What tells whether something could be installed or run now. */
const runnable: readonly ReadRoute[] = [
	'plugins.inspect',
	'chains.check',
	'flows.check',
	'flows.resumable',
	'quarantine.preview',
];
const plugins: readonly ReadRoute[] = [
	'plugins.list',
	'plugins.get',
	'plugins.versions',
	'plugins.package',
	'plugins.analysis',
	'plugins.checkConfig',
	'plugins.verify',
	'keys.list',
	...offered,
	'lock.check',
	'samples.list',
	...runnable,
	'stats.get',
	'preload.list',
];
const policies: readonly ReadRoute[] = [
	'updates.list',
	'updates.find',
	'lock.check',
	'policy.list',
	'policy.show',
	'policy.history',
	'policy.check',
	'policy.preview',
	'policy.refused',
	'policy.used',
	...runnable,
	'templates.list',
	'templates.get',
	'templates.preview',
];
const templates: readonly ReadRoute[] = [
	'templates.list',
	'templates.get',
	'templates.preview',
	'templates.deleted',
	'templates.export',
	'templates.offered',
];
const runs: readonly ReadRoute[] = [
	'policy.refused',
	'policy.used',
	'runs.list',
	'runs.get',
	'runs.unseen',
	'runs.kept',
	'runs.stats',
	'flows.list',
	'flows.resumable',
	'plugins.activity',
	'stats.get',
];
const quarantine: readonly ReadRoute[] = ['quarantine.list', 'quarantine.preview', 'stats.get'];
/** Runs that are in the history no more, or again, with their lines and the records that were set aside in them. */
const history: readonly ReadRoute[] = [...runs, ...quarantine, 'logs.list', 'logs.find'];
const settings: readonly ReadRoute[] = [
	'settings.get',
	...runnable,
	'catalogue.source',
	...offered,
	'lock.check',
	'trash.list',
	'trash.plugins',
	'policy.list',
	'policy.show',
	'templates.preview',
	'stats.get',
	'preload.list',
	'diagnostics.get',
];

const triggers: readonly ReadRoute[] = ['triggers.list', 'triggers.files'];
const flows: readonly ReadRoute[] = ['flows.list', 'flows.get', 'flows.versions', 'flows.check', ...triggers];

/** Where signatures are required, it depends on the keys what runs. */
const keys: readonly ReadRoute[] = ['keys.list', ...runnable];

/** Whether a plugin in the trash can come back depends on what is installed. */
const trash: readonly ReadRoute[] = ['trash.list', 'trash.plugins', 'templates.deleted'];

/** What a call, a stream or a chain leaves behind. */
const aRun = [...runs, 'sandboxes.list'] as const;
/** The same once it ended: what a run wrote lies among a person's files. */
const ended: readonly ReadRoute[] = [
	...quarantine,
	...triggers,
	'runs.logs',
	'logs.list',
	'logs.find',
	'runs.written',
	'files.browse',
];
const ranElsewhere = [...runs, ...ended, 'trash.list'] as const;
/** What shows more of single runs than their counts, of which parts can be forgotten. */
const ofRecords: readonly ReadRoute[] = [
	'runs.list',
	'runs.get',
	'runs.kept',
	'runs.logs',
	'runs.written',
	'flows.resumable',
	'logs.list',
	'logs.find',
	'policy.refused',
	'policy.used',
	...quarantine,
];
/**
 * What is kept and has no event of its own: of one run, and what a person keeps beside. Each is read without anything being
 * written, or two programs would tell each other without end.
 */
const written: readonly ReadRoute[] = [
	...ofRecords,
	'cases.list',
	'trash.list',
	'trash.plugins',
	'triggers.files',
	'stats.get',
];

/**
 * Which answers are no longer true after an event, and after a write route answered (or failed half-way). Every event
 * and every write route is named: one that is forgotten does not compile.
 */
export const staleAfter: {
	readonly event: { readonly [E in EventName]: readonly ReadRoute[] };
	readonly action: { readonly [N in WriteRoute]: readonly ReadRoute[] };
} = {
	event: {
		'plugin.changed': [...plugins, ...policies, 'trash.plugins'],
		'plugin.removed': [...plugins, ...policies, 'trash.plugins'],
		'preload.changed': ['preload.list', 'stats.get', 'sandboxes.list'],
		'trash.changed': [...trash, ...history],
		'folder.state': ['stats.get', 'plugins.list'],
		'run.started': aRun,
		// Who shows a run's progress or its lines hears the events themselves.
		'run.progress': [],
		'run.log': [],
		'run.finished': [...aRun, ...ended],
		'templates.changed': templates,
		'flows.changed': flows,
		'keys.changed': keys,
		'settings.changed': settings,
		// A list of those that were unseen at a moment stays as it is.
		'runs.seen': ['runs.unseen'],
		'runs.changed': ranElsewhere,
		'history.written': written,
		// What the route makes stale, see `staleBy`.
		'route.written': [],
	},
	action: {
		'plugins.install': [...plugins, ...policies, 'trash.plugins'],
		'plugins.pack': ['files.browse'],
		'catalogue.index': ['files.browse', ...offered, 'lock.check'],
		'catalogue.read': ['catalogue.source', ...offered],
		// It lies where nobody looks but who asked for it.
		'catalogue.fetch': [],
		'updates.hold': plugins,
		'updates.skip': plugins,
		'lock.write': ['files.browse', 'lock.check'],
		'lock.apply': [...plugins, ...policies, 'trash.plugins'],
		'updates.apply': [...plugins, ...policies, 'trash.plugins'],
		'plugins.sign': ['files.browse', 'plugins.inspect', 'plugins.verify'],
		'flows.finish': [],
		// Nothing is kept of it, but a plugin that crashes too often is set in quarantine.
		'flows.try': [...plugins, 'sandboxes.list'],
		'flows.run': [...runs, ...flows, 'files.browse'],
		'quarantine.edit': quarantine,
		'quarantine.remove': quarantine,
		'quarantine.export': ['files.browse'],
		'quarantine.replay': [...runs, ...flows, 'files.browse'],
		'flows.resume': [...runs, ...flows, 'files.browse'],
		'flows.save': flows,
		'flows.rename': flows,
		'flows.remove': flows,
		'flows.export': ['files.browse', 'flows.read'],
		'triggers.set': triggers,
		'triggers.start': triggers,
		'triggers.stop': triggers,
		'triggers.remove': triggers,
		'keys.add': keys,
		'keys.rename': keys,
		'keys.remove': keys,
		'keys.generate': [...keys, 'files.browse'],
		'authoring.create': ['files.browse', 'authoring.recipe'],
		// What lies at a path that someone inspects may be another module by now.
		'authoring.build': ['plugins.inspect', 'authoring.validate', 'files.browse'],
		'authoring.test': [],
		'authoring.bench': [],
		'plugins.enable': plugins,
		'plugins.disable': [...plugins, 'sandboxes.list'],
		'plugins.preload': plugins,
		'plugins.privacy': plugins,
		// It can end in quarantine, and leaves a process behind.
		'plugins.try': [...plugins, 'sandboxes.list'],
		'plugins.reload': [...plugins, 'sandboxes.list'],
		'plugins.uninstall': [...plugins, ...policies, 'sandboxes.list', 'trash.plugins'],
		'plugins.rollback': [...plugins, ...policies],
		'plugins.call': runs,
		'outputs.save': ['files.browse'],
		// Who shows a result asks how it is, for as long as it is shown.
		'results.open': [],
		'results.view': [],
		'results.close': [],
		'results.save': ['files.browse'],
		'policy.set': [...policies, ...plugins],
		'policy.revert': [...policies, ...plugins],
		'templates.save': templates,
		'templates.remove': templates,
		'templates.restore': templates,
		'templates.purge': ['templates.deleted'],
		'templates.apply': [...templates, ...policies, ...plugins],
		'templates.undo': [...templates, ...policies, ...plugins],
		'templates.import': templates,
		'streams.run': [...runs, 'files.browse'],
		'chains.run': [...runs, 'files.browse'],
		'runs.cancel': runs,
		'runs.remove': [...history, 'trash.list'],
		'runs.markSeen': ['runs.unseen'],
		'trash.restore': [...history, 'trash.list'],
		'trash.empty': ['trash.list', 'stats.get'],
		'trash.restorePlugin': [...plugins, ...policies, 'trash.plugins'],
		'trash.emptyPlugins': ['trash.plugins'],
		'runs.forget': ofRecords,
		'runs.forgetPreviews': ofRecords,
		'runs.prune': history,
		'logs.stop': [],
		'logs.save': ['files.browse'],
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

/** What an event makes stale, whoever caused it. */
export function staleBy(told: EngineEvent): readonly ReadRoute[] {
	return told.event === 'route.written' ? staleAfter.action[told.payload.route] : staleAfter.event[told.event];
}
