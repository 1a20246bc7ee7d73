import type { EngineEvent, EventName } from '../../shared/api/events.ts';
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
		| 'runs.changed'
		| 'history.written'
		| 'route.written'
	>
>;

/**
 * What happens to plugins and runs: this program's own engine tells what it notices in the plugins folder, and what other
 * programs on the same data do to plugins; their runs are found by looking.
 */
export class EventPoller {
	readonly #session: Session;
	readonly #heard: News[] = [];
	#runs: ReadonlyMap<string, RunSummary['status']>;

	private constructor(session: Session, runs: readonly RunSummary[]) {
		this.#session = session;
		this.#runs = new Map(runs.map((run) => [run.id, run.status]));
		// Of runs the engine tells its own alone: those are looked for.
		const { core } = session;
		core.on('plugin.changed', (payload) => this.#heard.push({ event: 'plugin.changed', payload }));
		core.on('plugin.removed', (payload) => this.#heard.push({ event: 'plugin.removed', payload }));
		core.on('folder.state', (payload) => this.#heard.push({ event: 'folder.state', payload }));
	}

	static async open(session: Session): Promise<EventPoller> {
		return new EventPoller(session, await recentRuns(session));
	}

	/** What is new since the last call. */
	async read(): Promise<readonly News[]> {
		const runs = runNews(this.#runs, await recentRuns(this.#session));
		this.#runs = new Map(runs.now.map((run) => [run.id, run.status]));
		return [...this.#heard.splice(0), ...runs.news];
	}
}

/** Oldest first. */
async function recentRuns(session: Session): Promise<readonly RunSummary[]> {
	return (await session.ask('runs.list', { limit: LOOK_AT })).runs.toReversed();
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
