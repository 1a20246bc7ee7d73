import type { EngineEvent, EventName } from '../../shared/api/events.ts';
import type { PluginRecord } from '../../shared/plugin/plugin-record.ts';
import { noCounts, type RunSummary } from '../../shared/run/run.ts';
import type { Session } from '../session/session.ts';

/** Runs that one look takes in at the most. */
const LOOK_AT = 1000;

/** An event, whether it was heard or found. */
export type News = EngineEvent<
	Exclude<
		EventName,
		| 'run.progress'
		| 'run.log'
		| 'preload.changed'
		| 'trash.changed'
		| 'templates.changed'
		| 'keys.changed'
		| 'flows.changed'
		| 'settings.changed'
		| 'runs.seen'
	>
>;

/**
 * What happens to plugins and runs: this program's own engine tells what it notices in the plugins folder; what other
 * programs do on the same data is found by looking.
 */
export class EventPoller {
	readonly #session: Session;
	readonly #heard: News[] = [];
	#plugins: ReadonlyMap<string, string>;
	#runs: ReadonlyMap<string, RunSummary['status']>;

	private constructor(session: Session, plugins: readonly PluginRecord[], runs: readonly RunSummary[]) {
		this.#session = session;
		this.#plugins = new Map(plugins.map((plugin) => [plugin.name, JSON.stringify(plugin)]));
		this.#runs = new Map(runs.map((run) => [run.id, run.status]));
		// Of runs the engine tells its own alone: those are looked for.
		const { core } = session;
		core.on('plugin.changed', (payload) => this.#heard.push({ event: 'plugin.changed', payload }));
		core.on('plugin.removed', (payload) => this.#heard.push({ event: 'plugin.removed', payload }));
		core.on('folder.state', (payload) => this.#heard.push({ event: 'folder.state', payload }));
	}

	static async open(session: Session): Promise<EventPoller> {
		return new EventPoller(session, await session.ask('plugins.list', {}), await recentRuns(session));
	}

	/** What is new since the last call. */
	async read(): Promise<readonly News[]> {
		const runs = runNews(this.#runs, await recentRuns(this.#session));
		const plugins = await this.#session.ask('plugins.list', {});
		const news = this.#heard.splice(0);
		const told = new Set(news.map(pluginIn));
		const found = pluginNews(this.#plugins, plugins).filter((change) => !told.has(pluginIn(change)));
		this.#plugins = new Map(plugins.map((plugin) => [plugin.name, JSON.stringify(plugin)]));
		this.#runs = new Map(runs.now.map((run) => [run.id, run.status]));
		return [...news, ...found, ...runs.news];
	}
}

/** Oldest first. */
async function recentRuns(session: Session): Promise<readonly RunSummary[]> {
	return (await session.ask('runs.list', { limit: LOOK_AT })).runs.toReversed();
}

/** Null: it is not about a plugin. */
function pluginIn(news: News): string | null {
	switch (news.event) {
		case 'plugin.changed':
			return news.payload.plugin.name;
		case 'plugin.removed':
			return news.payload.name;
		case 'folder.state':
		case 'run.started':
		case 'run.finished':
			return null;
	}
}

function pluginNews(before: ReadonlyMap<string, string>, now: readonly PluginRecord[]): readonly News[] {
	const present = new Set(now.map((plugin) => plugin.name));
	const changed = now
		.filter((plugin) => before.get(plugin.name) !== JSON.stringify(plugin))
		.map(
			(plugin): News => ({
				event: 'plugin.changed',
				payload: { kind: before.has(plugin.name) ? 'updated' : 'installed', plugin },
			}),
		);
	const removed = [...before.keys()]
		.filter((name) => !present.has(name))
		.map((name): News => ({ event: 'plugin.removed', payload: { name } }));
	return [...changed, ...removed];
}

function runNews(
	before: ReadonlyMap<string, RunSummary['status']>,
	now: readonly RunSummary[],
): { readonly now: readonly RunSummary[]; readonly news: readonly News[] } {
	const news = now.flatMap((run): readonly News[] => {
		const status = before.get(run.id);
		const began: readonly News[] =
			status === undefined ? [{ event: 'run.started', payload: { run: asItBegan(run) } }] : [];
		const isOver = run.status !== 'running' && (status === undefined || status === 'running');
		return isOver ? [...began, { event: 'run.finished', payload: { run } }] : began;
	});
	return { now, news };
}

/** Where a look comes when the run is over already, its beginning is told as it was. */
function asItBegan(run: RunSummary): RunSummary {
	return { ...run, ...noCounts, status: 'running', error: null, finishedAt: null, durationMs: null };
}
