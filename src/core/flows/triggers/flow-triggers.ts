import { toDataFlareError, type WireError } from '../../../shared/errors/errors.ts';
import type { Flow } from '../../../shared/flow/flow-file.ts';
import type { FolderTrigger, TriggerState } from '../../../shared/flow/trigger.ts';
import type { RunDetail, RunTrigger } from '../../../shared/run/run.ts';
import { newRunId } from '../../../shared/run/run-id.ts';
import type { Clock } from '../../program/clock.ts';
import type { EventBus } from '../../program/event-bus.ts';
import type { Notices } from '../../program/notices.ts';
import type { TriggerRow } from '../../store/flows/trigger-store.ts';
import type { RunStore } from '../../store/runs/kept-runs.ts';
import { type KeptFlows, requireFlow } from '../kept/kept-flows.ts';
import { timesDue, timeToWaitFor } from './due-time.ts';
import { filledIn, type Occasion } from './filled-in.ts';
import { type FolderWatch, watchForFiles } from './folder-watch.ts';
import { withFreeNames } from './free-names.ts';
import { tellMissed } from './missed-times.ts';
import { contentHash, type FolderContent, type FoundFile, printNow } from './new-files.ts';
import { fileProblem, folderProblem, namelessFile, triggerDamaged } from './trigger-problems.ts';

/** A file that no run could begin with is tried again after so long. ms */
const TRY_AGAIN_MS = 30_000;
/** The clock is looked at this often, since it may be set, and computers sleep. ms */
const LOOK_MS = 15_000;

export interface TriggerDeps {
	readonly store: KeptFlows['store'] & { readonly runs: Pick<RunStore, 'summaries'> };
	readonly bus: EventBus;
	readonly notices: Notices;
	readonly clock: Clock;
	/** A file that no run could begin with is tried again after so long, ms; default: half a minute. */
	readonly tryAgainMs?: number;
	/** How often the clock is looked at, ms; default: every 15 s. */
	readonly lookMs?: number;
	/** Runs a flow as a run of its own. */
	readonly run: (asked: {
		readonly flow: Flow;
		readonly runId: string;
		readonly trigger: RunTrigger;
		/** The component that reads the file that appeared: that file itself, not what a link in its place would lead to. */
		readonly found: string | null;
	}) => Promise<RunDetail>;
}

/**
 * Starts flows at their times and for files that appear. Of several programs on the same data one starts each: times and
 * files are taken in the store. One run of a flow at a time: files wait for the one before in each program, a time that comes
 * while one goes on in any of them is missed, and said to be.
 */
export class FlowTriggers {
	readonly #deps: TriggerDeps;
	readonly #watches = new Map<string, { readonly definition: string; readonly watch: FolderWatch }>();
	/** By flow: why its folder cannot be looked through, why its last run could not begin, and what is left in its folder. */
	readonly #unreadable = new Map<string, WireError>();
	readonly #unstarted = new Map<string, WireError>();
	readonly #nameless = new Map<string, WireError>();
	/** By flow and path: files that cannot be read. */
	readonly #left = new Map<string, Map<string, WireError>>();
	/** Of runs that began and files that were taken, in order: what could not be noted when it came. */
	readonly #owed: (() => void)[] = [];
	/** By flow: the run that goes on, and what waits for it. */
	readonly #busy = new Map<string, Promise<void>>();
	readonly #ending = new AbortController();
	#stopWaiting = (): void => undefined;
	#hasStarted = false;

	constructor(deps: TriggerDeps) {
		this.#deps = deps;
	}

	/** From now on this program starts flows. One that ends soon, such as a command, never does: it would end their runs with it. */
	start(): void {
		this.#hasStarted = true;
		this.wake();
	}

	/** Looks at what is there now: after a trigger was set, started, stopped or removed. What it cannot look at it does next time. */
	wake(): void {
		if (!this.#hasStarted || this.#ending.signal.aborted) return;
		let due: number | null = null;
		try {
			due = this.#look();
		} catch (error) {
			process.emitWarning(`Flows could not be started: ${String(error)}`);
		}
		this.#sleep(due);
	}

	/** Answers for when the next time is due, Unix ms; null: none is. */
	#look(): number | null {
		this.#noteSoon();
		const rows = this.#deps.store.triggers.list().filter(({ isActive }) => isActive);
		this.#rewatch(rows);
		this.#fire(rows);
		const next = this.#deps.store.triggers
			.list()
			.flatMap(({ isActive, nextAt }) => (isActive && nextAt !== null ? [nextAt] : []));
		return next.length === 0 ? null : Math.min(...next);
	}

	/** How a trigger stands, with what only this program knows. */
	state({ flow, trigger, isActive, nextAt, last, missed, damage }: TriggerRow): TriggerState {
		const files = trigger.kind === 'folder' ? this.#deps.store.triggers.fileCount(flow) : 0;
		const problem = damage === null ? this.#problemOf(flow, isActive) : triggerDamaged(flow, damage).toWire();
		const status = last === null ? null : (this.#deps.store.runs.summaries([last.run])[0]?.status ?? null);
		const ran = last === null ? null : { ...last, status };
		return { flow, trigger, isActive, nextAt: isActive ? nextAt : null, last: ran, missed, files, problem };
	}

	#problemOf(flow: string, isActive: boolean): WireError | null {
		if (!isActive) return null;
		const [left] = this.#left.get(flow)?.values() ?? [];
		return this.#unreadable.get(flow) ?? this.#unstarted.get(flow) ?? left ?? this.#nameless.get(flow) ?? null;
	}

	/** What was begun goes on to its end, or is cancelled with all runs. */
	async close(): Promise<void> {
		this.#ending.abort();
		this.#stopWaiting();
		for (const { watch } of this.#watches.values()) watch.close();
		this.#watches.clear();
		await Promise.all(this.#busy.values());
		this.#noteSoon();
	}

	#fire(rows: readonly TriggerRow[]): void {
		const { store, clock, bus, notices } = this.#deps;
		for (const { flow, trigger, nextAt, last } of rows) {
			if (trigger.kind !== 'schedule' || nextAt === null) continue;
			const now = clock.now();
			const waitedFor = timeToWaitFor(trigger, nextAt, last?.at ?? null, now);
			if (waitedFor !== nextAt) {
				if (!store.triggers.claim(flow, nextAt, waitedFor, 0)) continue;
				bus.emit('flows.changed', { name: flow });
			}
			const due = waitedFor === null ? null : timesDue(trigger, waitedFor, now);
			if (due === null) continue;
			const isBusy = this.#busy.has(flow) || store.triggers.isRunning(flow);
			const missed = due.times - (due.isNow && !isBusy ? 1 : 0);
			if (!store.triggers.claim(flow, due.first, due.next, missed)) continue;
			bus.emit('flows.changed', { name: flow });
			if (isBusy) continue;
			if (missed > 0) {
				tellMissed(notices, flow, missed, due.first);
				bus.emit('history.written', {});
			}
			if (due.isNow || trigger.catch_up) this.#begin(flow);
		}
	}

	/** Not longer than `LOOK_MS`: the clock may be set, and other programs set triggers, too. */
	#sleep(due: number | null): void {
		this.#stopWaiting();
		const { clock, lookMs = LOOK_MS } = this.#deps;
		const wait = due === null ? lookMs : Math.max(0, Math.min(lookMs, due - clock.now()));
		this.#stopWaiting = clock.after(wait, () => this.wake());
	}

	/** A flow that was saved anew may read what the one before could not begin with. */
	#rewatch(rows: readonly TriggerRow[]): void {
		const wanted = new Map<string, { readonly trigger: FolderTrigger; readonly definition: string }>();
		for (const { flow, trigger } of rows) {
			if (trigger.kind !== 'folder') continue;
			const version = this.#deps.store.flows.versionOf(flow);
			wanted.set(flow, { trigger, definition: `${version} ${JSON.stringify(trigger)}` });
		}
		for (const [flow, { definition, watch }] of this.#watches) {
			if (wanted.get(flow)?.definition === definition) continue;
			watch.close();
			this.#watches.delete(flow);
			for (const problems of [this.#unreadable, this.#nameless, this.#left]) problems.delete(flow);
		}
		for (const [flow, { trigger, definition }] of wanted) {
			if (this.#watches.has(flow)) continue;
			const watch: FolderWatch = watchForFiles(
				trigger,
				{
					settled: (file) => this.#queue(flow, () => this.#take(flow, trigger, file, watch)),
					looked: (content, problem) => this.#hear(flow, trigger.folder, content, problem),
				},
				this.#deps.clock,
			);
			this.#watches.set(flow, { definition, watch });
		}
	}

	#hear(flow: string, folder: string, content: FolderContent | null, problem: unknown): void {
		this.#tell(this.#unreadable, flow, content === null ? folderProblem(folder, problem).toWire() : null);
		if (content === null) return;
		const [odd] = content.nameless;
		this.#tell(this.#nameless, flow, odd === undefined ? null : namelessFile(folder, odd).toWire());
		const left = this.#left.get(flow);
		if (left === undefined) return;
		const present = new Set(content.files.map(({ path }) => path));
		for (const path of left.keys()) if (!present.has(path)) this.#leave(flow, path, null);
	}

	/** A file that cannot be read, or can again. */
	#leave(flow: string, path: string, problem: WireError | null): void {
		const left = this.#left.get(flow) ?? new Map<string, WireError>();
		const hasChanged = problem === null ? left.delete(path) : left.get(path)?.message !== problem.message;
		if (problem !== null) left.set(path, problem);
		if (left.size > 0) this.#left.set(flow, left);
		else this.#left.delete(flow);
		if (hasChanged) this.#deps.bus.emit('flows.changed', { name: flow });
	}

	/**
	 * Only what is new by its content is read, whatever it is called. A file that changed while it waited for its turn, or for
	 * its hash, has to keep still once more; one that cannot be read, or that no run could begin with, comes again later.
	 */
	async #take(
		flow: string,
		{ component }: FolderTrigger,
		{ path, print }: FoundFile,
		watch: FolderWatch,
	): Promise<void> {
		const { store, clock, bus, tryAgainMs = TRY_AGAIN_MS } = this.#deps;
		const isWatched = (): boolean => this.#watches.get(flow)?.watch === watch;
		const isSame = async (): Promise<boolean> => (await printNow(path)) === print;
		if (!isWatched()) return;
		let sha256: string | null = null;
		try {
			if (await isSame()) sha256 = await contentHash(path, this.#ending.signal);
		} catch (error) {
			if (isWatched() && (await isSame())) {
				this.#leave(flow, path, fileProblem(path, error).toWire());
				watch.again(path, tryAgainMs);
				return;
			}
		}
		if (!isWatched()) return;
		if (sha256 === null || !(await isSame())) {
			watch.again(path, 0);
			return;
		}
		const at = clock.now();
		const taken = sha256;
		let whose: ReturnType<typeof store.triggers.take>;
		try {
			this.#noteOwed();
			whose = store.triggers.take(flow, { sha256, path, at });
		} catch (error) {
			this.#leave(flow, path, toDataFlareError(error).toWire());
			watch.again(path, tryAgainMs);
			return;
		}
		this.#leave(flow, path, null);
		// Whoever took it may end before it is read.
		if (whose === 'theirs') watch.again(path, tryAgainMs);
		if (whose !== 'ours') return;
		bus.emit('flows.changed', { name: flow });
		const runId = newRunId();
		let isRead = false;
		const stop = bus.on('run.started', ({ run }) => {
			if (run.id !== runId) return;
			isRead = true;
			this.#noteSoon(() => store.triggers.reads(flow, taken, runId));
		});
		try {
			await this.#run(flow, { at, file: { component, path } }, 'folder', runId);
		} finally {
			stop();
			if (isRead) this.#noteSoon();
			else {
				this.#noteSoon(() => store.triggers.giveBack(flow, taken));
				watch.again(path, tryAgainMs);
			}
			bus.emit('flows.changed', { name: flow });
		}
	}

	/** Throws what the store throws; what is not noted then stays owed. Nothing is taken while anything is. */
	#noteOwed(): void {
		for (let [note] = this.#owed; note !== undefined; [note] = this.#owed) {
			note();
			this.#owed.shift();
		}
	}

	/** At once if it can be. */
	#noteSoon(...notes: readonly (() => void)[]): void {
		this.#owed.push(...notes);
		try {
			this.#noteOwed();
		} catch {
			// With the next look, or before the next file is taken.
		}
	}

	#begin(flow: string): void {
		this.#queue(flow, async () => {
			const runId = newRunId();
			await this.#run(flow, { at: this.#deps.clock.now() }, 'schedule', runId);
			this.#makeUp(flow, runId);
		});
	}

	/** One run for all times that went by while the one before it went on, where that is wanted. */
	#makeUp(flow: string, runId: string): void {
		if (this.#ending.signal.aborted) return;
		const row = this.#deps.store.triggers.get(flow);
		if (row === null || !row.isActive || row.missed === 0 || row.last?.run !== runId) return;
		if (row.trigger.kind === 'schedule' && row.trigger.catch_up) this.#begin(flow);
	}

	/** One after another, of each flow. */
	#queue(flow: string, work: () => Promise<void>): void {
		const before = this.#busy.get(flow) ?? Promise.resolve();
		const next = before
			.then(() => (this.#ending.signal.aborted ? undefined : work()))
			// What failed is in the history, or told with the trigger.
			.catch(() => undefined)
			.then(() => {
				if (this.#busy.get(flow) === next) this.#busy.delete(flow);
			});
		this.#busy.set(flow, next);
	}

	async #run(name: string, occasion: Occasion, trigger: RunTrigger, runId: string): Promise<void> {
		const { store, bus, clock, run } = this.#deps;
		let hasBegun = false;
		const stop = bus.on('run.started', (begun) => {
			if (begun.run.id !== runId) return;
			hasBegun = true;
			const at = clock.now();
			this.#noteSoon(() => store.triggers.began(name, runId, at));
			bus.emit('flows.changed', { name });
		});
		try {
			const kept = requireFlow({ store, bus }, name);
			const flow = await withFreeNames(filledIn(kept.flow, occasion), trigger);
			await run({ flow, runId, trigger, found: occasion.file?.component ?? null });
			this.#tell(this.#unstarted, name, null);
		} catch (thrown) {
			// How a run ended that began is in the history.
			this.#tell(this.#unstarted, name, hasBegun ? null : toDataFlareError(thrown).toWire());
		} finally {
			stop();
		}
	}

	#tell(problems: Map<string, WireError>, flow: string, problem: WireError | null): void {
		if (problems.get(flow)?.message === problem?.message) return;
		if (problem === null) problems.delete(flow);
		else problems.set(flow, problem);
		this.#deps.bus.emit('flows.changed', { name: flow });
	}
}
