import { join, resolve } from 'node:path';
import type { Handlers } from '../../shared/api/routes.ts';
import { DataFlareError, type JsonValue } from '../../shared/errors/errors.ts';
import { SCRATCH_FOLDER } from '../../shared/face/scratch-folder.ts';
import type { KeptPart, RunKept } from '../../shared/run/kept.ts';
import { rememberFolder } from '../authoring/author-folders.ts';
import { benchPlugin } from '../authoring/bench-plugin.ts';
import { buildPlugin } from '../authoring/build/build-plugin.ts';
import { readRecipe } from '../authoring/build/recipe.ts';
import { testPlugin } from '../authoring/cases/test-plugin.ts';
import { createPlugin } from '../authoring/new/create-plugin.ts';
import { usedPowers } from '../authoring/used-powers.ts';
import { validatePlugin } from '../authoring/validate-plugin.ts';
import { writeLock } from '../catalogue/lock/write-lock.ts';
import { installSamples, listSamples, runExample } from '../catalogue/samples/samples.ts';
import { holdPlugin, skipVersion } from '../catalogue/update-choice.ts';
import { writeIndex } from '../catalogue/write-index.ts';
import { checkChain } from '../flows/line/check-chain.ts';
import { runChain } from '../flows/line/run-chain.ts';
import { runStream } from '../flows/line/run-stream.ts';
import { sweepParts } from '../flows/resume/sweep-parts.ts';
import { comparePolicies } from '../policy/compare-policies.ts';
import { readSettings, writeSetting } from '../program/settings.ts';
import { VERSION } from '../program/version.ts';
import { verifyPlugin } from '../registry/packing/sign-plugin.ts';
import { callPlugin } from '../runs/calls/call.ts';
import { tryPlugin } from '../runs/calls/try.ts';
import { endRun } from '../runs/end-run.ts';
import { pruneRuns, removeRuns } from '../runs/history/delete-runs.ts';
import { exportRuns } from '../runs/history/export-runs.ts';
import { forgetRun } from '../runs/history/forget-run.ts';
import { markSeen } from '../runs/history/mark-seen.ts';
import { noRun, requireRun } from '../runs/history/require-run.ts';
import { dataFolderIn, placeOfResult, saveResult } from '../runs/history/run-results.ts';
import { saveLog } from '../runs/history/save-log.ts';
import { emptyTrash, listPluginTrash, listTrash, restoreRuns } from '../runs/history/trash.ts';
import { writtenFiles } from '../runs/history/written-files.ts';
import { browseFiles } from './browse-files.ts';
import { checkConfig } from './check-config.ts';
import { requestOf } from './denied-request.ts';
import { diagnosticsText } from './diagnostics.ts';
import type { EngineParts } from './engine-parts.ts';
import { flowHandlers } from './flows/keep-flows.ts';
import { flowRunHandlers } from './flows/run-flows.ts';
import { triggerHandlers } from './flows/trigger-flows.ts';
import { inspectTarget, packTarget } from './inspect-target.ts';
import { LatestSearches } from './latest-searches.ts';
import { addKey, generateKey, listKeys, removeKey, renameKey, sign } from './manage-keys.ts';
import {
	applyLocked,
	applyOffered,
	checkLocked,
	describeSource,
	fetchOffered,
	findUpdate,
	listUpdates,
	listVersions,
	readSource,
	searchOffered,
} from './offered-plugins.ts';
import {
	checkAsked,
	describePolicy,
	listPolicies,
	previewPolicy,
	seenIn,
	showPolicy,
	suggestRule,
} from './policy-handlers.ts';
import { refusedLately } from './refused-lately.ts';
import { sandboxUsage } from './sandbox-usage.ts';
import { applyTemplate, originAgain, previewTemplate, undoApplication } from './templates/apply-template.ts';
import {
	getTemplate,
	listTemplates,
	purgeTemplates,
	removeTemplate,
	restoreTemplate,
	saveTemplate,
} from './templates/keep-templates.ts';
import { exportTemplates, importTemplates, offeredTemplates } from './templates/template-file.ts';

/** One line per route: what a route does is written where it belongs. */
export function createHandlers(parts: EngineParts): Handlers {
	const { registry, store, runtime, results } = parts;
	const { runs } = store;
	/** Files that runs wrote half have nothing to wait for where their runs are gone, or what they would go on with. */
	const sweep = (): Promise<void> => sweepParts(store.checkpoints, parts.stateFolder).catch(() => undefined);
	/** Also where it failed half-way. */
	const runTrashChanges = <T>(work: Promise<T>): Promise<T> =>
		work.finally(() => {
			void sweep();
			parts.bus.emit('trash.changed', { of: 'runs' });
		});
	const forgetOf = async (id: string, asked: readonly KeptPart[]): Promise<{ readonly forgotten: boolean }> => {
		const forgotten = await forgetRun(runs, parts.kept, requireRun(parts, id).id, asked);
		await sweep();
		return { forgotten };
	};
	const searches = new LatestSearches();
	const setSetting = (key: string, value: JsonValue): void => {
		parts.bus.emit('settings.changed', { key: writeSetting(store.settings, key, value) });
	};
	return {
		'plugins.list': () => registry.list(),
		'plugins.get': ({ name }) => registry.require(name),
		'plugins.versions': ({ name }) => registry.versions(registry.require(name).name),
		'plugins.analysis': ({ name, sha256 }) => registry.analysis(name, sha256),
		'plugins.inspect': ({ target, role }) => inspectTarget(parts, target, role),
		'plugins.install': ({ path, ...options }) => registry.install(path, options),
		'plugins.pack': (asked) => packTarget(registry, asked),
		'plugins.sign': ({ path, key }) => sign(path, key),
		'plugins.verify': ({ path }) => verifyPlugin(path),
		'catalogue.index': ({ path, to, published }) => writeIndex(path, to, published),
		'catalogue.source': () => describeSource(parts),
		'catalogue.read': (asked) => readSource(parts, asked),
		'catalogue.versions': (asked) => listVersions(parts, asked),
		'catalogue.fetch': (asked) => fetchOffered(parts, asked),
		'catalogue.search': (asked) => searchOffered(parts, asked),
		'updates.list': (asked) => listUpdates(parts, asked),
		'updates.find': (asked) => findUpdate(parts, asked),
		'updates.apply': (asked) => applyOffered(parts, asked),
		'updates.hold': ({ name, held }) => holdPlugin(registry, name, held),
		'updates.skip': (asked) => skipVersion(registry, asked),
		'lock.write': ({ path }) => writeLock(parts, path),
		'lock.check': (asked) => checkLocked(parts, asked),
		'lock.apply': (asked) => applyLocked(parts, asked),
		'keys.list': () => listKeys(parts),
		'keys.add': (asked) => addKey(parts, asked),
		'keys.rename': (asked) => renameKey(parts, asked),
		'keys.remove': ({ fingerprint }) => removeKey(parts, fingerprint),
		'keys.generate': (asked) => generateKey(parts, asked),
		'plugins.enable': ({ name }) => registry.enable(name),
		'plugins.disable': ({ name }) => registry.disable(name),
		'plugins.preload': ({ name, preload }) => registry.setPreload(name, preload),
		'plugins.privacy': ({ name, input }) => registry.setInputPrivacy(name, input),
		'preload.list': () => parts.preloader.answer(),
		'plugins.try': ({ name }) => tryPlugin(parts, name),
		'plugins.reload': ({ name }) => {
			runtime.forgive(name);
			return registry.reload(name);
		},
		'plugins.uninstall': async ({ name, ...how }) => ({ trashId: await registry.uninstall(name, how) }),
		'plugins.package': ({ name }) => registry.packageFiles(name),
		'plugins.rollback': ({ name, sha256, manifestSha256, ...options }) => {
			runtime.forgive(name);
			return registry.rollback(name, { sha256, manifestSha256 }, options);
		},
		'plugins.checkConfig': ({ name, config }) => checkConfig(registry, name, config),
		'plugins.call': (input) => callPlugin(parts, input),
		'outputs.save': ({ id, path }) => parts.kept.save(id, path),
		'plugins.activity': ({ since, buckets }) => runs.activity(since, buckets),
		'policy.list': () => listPolicies(parts),
		'policy.describe': ({ policy }) => describePolicy(parts, policy),
		'policy.show': ({ name }) => showPolicy(parts, name),
		'policy.set': ({ name, policy, author, note, expectedVersion, signer, ...seen }) =>
			registry.decide({ name, policy, author, note, expectedVersion, signer, seen: seenIn(seen) }),
		'policy.check': ({ name, request }) => checkAsked(parts, name, request),
		'policy.suggest': (input) => suggestRule(parts, input),
		'policy.preview': (input) => previewPolicy(parts, input),
		'policy.compare': ({ before, after }) => comparePolicies(after, before, parts.ownPlaces()),
		'policy.refused': (input) => refusedLately(parts, input),
		'policy.used': ({ name }) => usedPowers({ ...parts, requestOf }, name, showPolicy(parts, name)),
		'policy.history': ({ name }) => store.grants.history(name),
		'policy.revert': ({ name, version, author, note, ...seen }) => {
			const past = store.grants.get(name, version);
			if (past === null) throw new DataFlareError('not_found', `${name} has no policy version ${version}.`);
			const { policy } = past;
			const why = note || `back to version ${version}`;
			return registry.decide({ name, policy, author, note: why, origin: originAgain(past), seen: seenIn(seen) });
		},
		'templates.list': () => listTemplates(parts),
		'templates.get': (asked) => getTemplate(parts, asked),
		'templates.save': (asked) => saveTemplate(parts, asked),
		'templates.remove': ({ id }) => removeTemplate(parts, id),
		'templates.restore': ({ template }) => restoreTemplate(parts, template),
		'templates.deleted': () => store.templates.deleted(),
		'templates.purge': (asked) => purgeTemplates(parts, asked),
		'templates.preview': (asked) => previewTemplate(parts, asked),
		'templates.apply': (asked) => applyTemplate(parts, asked),
		'templates.undo': (asked) => undoApplication(parts, asked),
		'templates.export': ({ ids }) => exportTemplates(parts, ids),
		'templates.offered': ({ text }) => offeredTemplates(parts, text),
		'templates.import': (asked) => importTemplates(parts, asked),
		'streams.run': (input) => runStream(parts, input),
		...flowHandlers(parts),
		...flowRunHandlers(parts),
		...triggerHandlers(parts),
		'chains.run': (input) => runChain(parts, input),
		'chains.check': ({ chain }) => checkChain(parts, chain),
		'runs.list': (query) => ({ runs: runs.list(query), total: runs.count(query) }),
		'runs.get': ({ id }) => requireRun(parts, id),
		'runs.written': ({ id }) =>
			writtenFiles(requireRun(parts, id), dataFolderIn(parts.dataDir), join(parts.dataDir, SCRATCH_FOLDER)),
		'runs.progress': ({ id }) => parts.progress.of(id) ?? store.live.notedOf(id),
		'runs.logs': ({ id, ...options }) => runs.logs(requireRun(parts, id).id, defined(options)),
		'runs.search': ({ text, ...options }) => runs.searchLogs(text, defined(options)),
		'runs.cancel': ({ id }) => ({ cancelled: endRun(parts, id, 'cancel') }),
		'runs.stats': ({ buckets, ...query }) => runs.stats(query, buckets),
		'runs.export': (input) => exportRuns(runs, input, Date.now()),
		'runs.remove': (input) => runTrashChanges(removeRuns(store, input)),
		'trash.list': (input) => listTrash(store, input),
		'trash.restore': (input) => runTrashChanges(restoreRuns(store.trash, input)),
		'trash.empty': (input) => runTrashChanges(emptyTrash(store.trash, input)),
		'trash.plugins': (input) => listPluginTrash(store, input),
		'trash.restorePlugin': ({ id }) => registry.restore(id),
		'trash.emptyPlugins': async ({ ids }) => ({ removed: await registry.emptyTrash(ids ?? null) }),
		'runs.kept': ({ id }) => keptOf(parts, requireRun(parts, id).id),
		'runs.forget': ({ id, parts: asked }) => forgetOf(id, asked),
		'runs.forgetPreviews': ({ id }) => forgetOf(id, ['input', 'output']),
		'runs.unseen': () => ({ failed: runs.unseen(), at: Date.now() }),
		'runs.markSeen': (input) => markSeen(runs, input, (unseen) => parts.bus.emit('runs.seen', { unseen })),
		'runs.prune': (retention) => pruneRuns(runs, retention).finally(() => void sweep()),
		'logs.list': ({ text = '', asker, ...query }) =>
			searches.of(asker, (signal) => (text === '' ? runs.lines(query) : runs.linesWith({ ...query, text }, signal))),
		'logs.find': ({ asker, ...query }) => searches.of(asker, (signal) => runs.findLines(query, signal)),
		'logs.stop': ({ asker }) => searches.stop(asker),
		'logs.save': ({ run, path }) => saveLog(runs, requireRun(parts, run).id, path, parts.noteFolder),
		'results.open': ({ source }) => results.open(placeOfResult(parts, source)),
		'results.state': ({ id }) => results.state(id),
		'results.rows': ({ id, revision, offset, at, ...wanted }) => results.rows(id, revision, { offset, at, ...wanted }),
		'results.record': ({ id, revision, row }) => results.record(id, revision, row),
		'results.beside': ({ rows, ...pair }) => results.beside(pair, rows),
		'results.view': ({ id, query }) => results.view(id, query),
		'results.close': async ({ id }) => {
			await results.close(id);
			return null;
		},
		'results.save': ({ source, path }) => saveResult(parts, source, path),
		'cases.list': ({ plugin }) => store.cases.list(plugin),
		'cases.save': (input) => store.cases.save({ ...input, expected: input.expected as JsonValue | undefined }),
		'cases.remove': ({ id }) => {
			store.cases.remove(id);
			return null;
		},
		'samples.list': () => listSamples(parts),
		'samples.install': ({ names }) => installSamples(parts, names),
		'samples.run': (input) => runExample({ ...parts, runChain: (asked) => runChain(parts, asked) }, input),
		'authoring.create': async (input) => {
			const created = await createPlugin(parts.resourcesDir, input);
			rememberFolder(parts, input.name, created.folder);
			return created;
		},
		'authoring.recipe': ({ folder }) => readRecipe(folder),
		'authoring.build': async ({ folder }) => {
			const built = await buildPlugin(parts, folder);
			rememberFolder(parts, built.plugin, resolve(folder));
			return built;
		},
		'authoring.validate': ({ path }) => validatePlugin(registry, path),
		'authoring.test': (input) => testPlugin(parts, input),
		'authoring.bench': (input) => benchPlugin(parts, input),
		'folder.set': async ({ path, move }) => {
			await registry.relocate(path, move);
			setSetting('plugins_dir', path);
			return { pluginsDir: path };
		},
		'files.browse': ({ path, kind }) =>
			browseFiles(path, kind, {
				data: parts.dataDir,
				plugins: registry.pluginsDir(),
				samples: parts.resourcesDir === null ? null : join(parts.resourcesDir, 'data'),
			}),
		'diagnostics.get': () => ({ text: diagnosticsText(parts), version: VERSION }),
		'sandboxes.list': () => sandboxUsage(runtime),
		'sandboxes.stop': ({ generation }) => ({ stopped: runtime.stop(generation) }),
		'settings.get': () => readSettings(store.settings),
		'settings.set': ({ key, value }) => {
			setSetting(key, value);
			parts.preloader.wake();
			return null;
		},
		'stats.get': () => ({
			plugins: registry.list().length,
			sandboxes: runtime.sandboxes().length,
			runs: runs.count({}),
			databaseBytes: store.size(),
			preload: parts.preloader.totals(),
			dataDir: parts.dataDir,
			pluginsDir: registry.pluginsDir(),
			notices: parts.notices.list(),
		}),
		'notices.dismiss': () => {
			parts.notices.dismiss();
			return null;
		},
	};
}

function keptOf({ store, kept }: EngineParts, id: string): RunKept {
	const there = store.runs.kept(id);
	if (there === null) throw noRun(id);
	return { ...there, largeOutputBytes: kept.sizeOf(id) };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out what is undefined: the store's options are exact about optional keys. */
function defined<T extends object>(options: T): Defined<T> {
	return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Defined<T>;
}
