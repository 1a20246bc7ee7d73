import { DataFlareError } from '../../../../shared/errors/errors.ts';
import type { FlowWriter, Position } from '../../io/flow-io.ts';
import { type Checkpoint, MOST_STATES_BYTES, type SavedState, type StateKeeper } from '../checkpoint.ts';
import type { ComponentContext, ComponentListener } from '../components/component-context.ts';
import { Intake } from '../components/intake.ts';
import { Outlets } from '../components/outlets.ts';
import { endless, runSource } from '../components/run-source.ts';
import { runWork } from '../components/run-work.ts';
import { Standstill } from '../components/standstill.ts';
import type { Suspects } from '../components/suspects.ts';
import { writeParcels } from '../components/write-parcels.ts';
import { Account, Credits } from '../parcels/credits.ts';
import { Edge } from '../parcels/edge.ts';
import { groupsOf, meetingPoints } from '../parcels/groups.ts';
import { Pace } from '../parcels/pace.ts';
import { ParcelMemory } from '../parcels/parcel-memory.ts';
import { Stirring } from '../parcels/stirring.ts';
import { type RunnableFlow, resumes } from '../runnable-flow.ts';
import type { FlowTally } from '../tally/flow-tally.ts';
import { each, telling } from './each-writer.ts';
import { ComponentFailure, leaveComponents, type OpenComponent } from './open-components.ts';
import { ending, sourceOf } from './sources.ts';
import { GIVEN_UP_AFTER_MS, type Line, StalledOutput } from './stalled-output.ts';

/** Calls of one instance that are under way at most: enough that a sandbox never waits for its next one. */
const AHEAD = 4;
/** Where a flow that failed has not ended by then, why it did is told. ms */
const TOLD_AFTER_MS = 2000;

export interface AttemptDeps {
	readonly plan: RunnableFlow;
	readonly tally: FlowTally;
	readonly listener: ComponentListener;
	/** By component. */
	readonly suspects: readonly Suspects[];
	readonly states: StateKeeper;
	readonly now: () => number;
	/** Comes when its sources are to give no more. */
	readonly finishing: AbortSignal;
	/** How long an output may take nothing behind a failure, ms. Default: ten seconds. */
	readonly givenUpAfterMs?: number | undefined;
	/** Bytes of records that it holds, as far as it can go on with less. Default: `MOST_HELD_BYTES`. */
	readonly mostHeldBytes?: number | undefined;
}

/** One way of a flow's open components through its data, from where it begins to its end or to what stops it. */
export class Attempt {
	readonly #deps: AttemptDeps;
	readonly #components: readonly OpenComponent[];
	readonly #edges: readonly Edge[];
	readonly #stirring = new Stirring();
	readonly #credits: Credits;
	readonly #standstill: Standstill;
	/** By component. */
	readonly #paces: readonly Pace[];
	readonly #abort: AbortController;
	readonly #stalled: StalledOutput;
	#broken: { readonly reason: unknown } | null = null;
	/** What a component will fail with, behind what it still gives. */
	#foreseen: ComponentFailure | null = null;
	#isStopped = false;
	#lingering: NodeJS.Timeout | undefined;

	constructor(deps: AttemptDeps, components: readonly OpenComponent[], abort: AbortController) {
		this.#deps = deps;
		this.#components = components;
		this.#abort = abort;
		const memory = new ParcelMemory();
		this.#credits = new Credits(deps.mostHeldBytes);
		deps.tally.holds(this.#credits);
		const { edges } = deps.plan;
		const groups = groupsOf(components.length, edges);
		const paces = new Map(groups.map((group) => [group, new Pace()]));
		this.#paces = groups.map((group) => paces.get(group) ?? new Pace());
		this.#edges = deps.tally.edges.map(
			(tally) => new Edge(tally, this.#stirring, memory, this.#paceOf(tally.edge.to), this.#credits),
		);
		const line: Line = {
			stirring: this.#stirring,
			tallies: deps.tally.components,
			isPlugin: (place) => components[place]?.kind === 'work',
			isBehind: (place, other) => this.#isBehind(place, other),
		};
		this.#stalled = new StalledOutput(line, deps.givenUpAfterMs ?? GIVEN_UP_AFTER_MS, () => this.#giveUp());
		this.#standstill = new Standstill(this.#stirring, (sources) =>
			meetingPoints(
				components.length,
				edges,
				sources,
				this.#edges.map(({ given }) => given),
			),
		);
	}

	/** Size of what its readers read, where all of it is known, and how much of that they have. bytes */
	get reading(): { readonly read: number; readonly total: number } {
		const readers = this.#components.flatMap((component) => (component.kind === 'reader' ? [component.reader] : []));
		const isKnown = readers.every(({ totalBytes }) => totalBytes > 0);
		return {
			read: readers.reduce((sum, { bytesRead }) => sum + bytesRead, 0),
			total: isKnown ? readers.reduce((sum, { totalBytes }) => sum + totalBytes, 0) : 0,
		};
	}

	/** Resolves when every component has ended. Rejects with what stopped it, once every component has stopped. */
	async work(): Promise<void> {
		await Promise.all(this.#components.map((component, position) => this.#runComponent(component, position)));
		this.#stalled.end();
		if (this.#broken !== null) throw this.#broken.reason;
	}

	/** Ends it at once. */
	stop(reason: unknown): void {
		if (this.#isStopped) return;
		this.#isStopped = true;
		this.#lingering = setTimeout(() => this.#tellLingering(), TOLD_AFTER_MS).unref();
		this.#stalled.end();
		this.#broken ??= { reason };
		this.#abort.abort(reason);
		this.#standstill.break(reason);
		for (const edge of this.#edges) edge.break(reason);
	}

	/** What the system does not come back from cannot be ended: why the flow fails is told meanwhile. */
	#tellLingering(): void {
		const reason = this.#broken?.reason;
		if (reason instanceof ComponentFailure) this.#deps.listener.lingers(reason.position, reason.reason);
	}

	/** Where what was given before is still worked, that is waited for as long as anybody takes it. */
	#failing(position: number, error: unknown): void {
		if (this.#deps.plan.drains !== true) return this.#fail(position, error);
		if (this.#isStopped) return;
		if (this.#foreseen === null || this.#isBehind(position, this.#foreseen.position)) {
			this.#foreseen = new ComponentFailure(position, error);
		}
		this.#stalled.watch(position, true);
	}

	/** Nobody takes what was given before a failure. */
	#giveUp(): void {
		const foreseen = this.#foreseen;
		const known = this.#broken?.reason;
		const isFirst =
			!(known instanceof ComponentFailure) || (foreseen !== null && this.#isBehind(foreseen.position, known.position));
		if (foreseen !== null && isFirst) this.#broken = { reason: foreseen };
		this.stop(this.#broken?.reason);
	}

	/** A component goes no further, with what it failed with or what came to it behind the last parcel. */
	#fail(position: number, error: unknown): void {
		const { edges, drains } = this.#deps.plan;
		if (drains !== true) return this.stop(new ComponentFailure(position, error));
		if (this.#isStopped) return;
		const known = this.#broken?.reason;
		// One behind another fails on an earlier record than that.
		const isFirst =
			!(known instanceof ComponentFailure) || (known.reason !== error && this.#isBehind(position, known.position));
		if (isFirst) this.#broken = { reason: new ComponentFailure(position, error) };
		this.#stalled.watch(position, false);
		const behind = this.#edges.filter((_, index) => edges[index]?.from === position);
		for (const edge of behind) edge.fail(error);
		if (behind.length === 0) this.stop(error);
	}

	/** In a line. */
	#isBehind(position: number, other: number): boolean {
		const next = this.#deps.plan.edges.find(({ from }) => from === other)?.to;
		return next !== undefined && (next === position || this.#isBehind(position, next));
	}

	/**
	 * Brings all to where nothing is under way, hands over what is needed to go on from there, and goes on. False: it cannot
	 * be brought there now, or not before the signal.
	 */
	async standStill(signal: AbortSignal, use: (checkpoint: Checkpoint) => void): Promise<boolean> {
		if (!(await this.#standstill.reach(AbortSignal.any([signal, this.#abort.signal])))) return false;
		try {
			use(await this.gather());
			return true;
		} finally {
			this.#standstill.release();
		}
	}

	/**
	 * With nothing under way. What writers were handed is on the disk when it resolves. Rejects with `storage` where plugins
	 * keep more than a checkpoint holds.
	 */
	async gather(): Promise<Checkpoint> {
		const { tally, now } = this.#deps;
		const counts = tally.counts();
		const positions = await Promise.all(this.#components.map((component, place) => this.#positionOf(component, place)));
		const components = new Map<number, { readonly position?: Position; readonly state?: SavedState }>();
		let bytes = 0;
		// One after the other: one state is in memory at a time.
		for (const [place, position] of positions.entries()) {
			if (position !== null) components.set(place, { position });
			const state = await this.#stateOf(place);
			if (state === null) continue;
			bytes += state instanceof Uint8Array ? state.length : state.bytes;
			if (bytes > MOST_STATES_BYTES) throw statesTooLarge(bytes);
			// What a component that rests saved lies where it is.
			const saved = state instanceof Uint8Array ? await this.#deps.states.keep(place, state) : state;
			components.set(place, { state: saved });
		}
		return { at: now(), parcels: 0, components, counts };
	}

	/** Whether checkpoints can be taken of it: nothing that was written to a pipe or a device can be taken back. */
	get canResume(): boolean {
		return resumes(this.#deps.plan) && this.#writers(true).length === 0;
	}

	/** The rest of what goes to pipes and devices is written, for as long as that takes: nobody may read it. */
	async endSpecial(): Promise<void> {
		await each(this.#writers(true), (writer) => writer.commit());
	}

	/**
	 * Every other writer's records appear where they belong, none before all could. Rejects with which are there by then.
	 */
	async commit(): Promise<void> {
		const writers = this.#writers(false);
		const files: (string | null)[] = [];
		await each(writers, async (writer) => void files.push(await writer.prepare()));
		let done = 0;
		await each(writers, async (writer) => {
			await writer.commit().catch((error: unknown) => {
				throw telling(
					files.slice(0, done).filter((file) => file !== null),
					error,
				);
			});
			done++;
		});
		await Promise.allSettled(
			this.#components.map((component) => (component.kind === 'reader' ? component.reader.close() : undefined)),
		);
	}

	async leave(leaving: 'abandon' | 'suspend'): Promise<void> {
		await leaveComponents(this.#components, leaving);
		clearTimeout(this.#lingering);
	}

	#writers(special: boolean): readonly (readonly [number, FlowWriter])[] {
		return this.#components.flatMap((component, position) => {
			const isMeant = component.kind === 'writer' && (component.writer.isSpecial === true) === special;
			return isMeant ? [[position, component.writer] as const] : [];
		});
	}

	async #positionOf(component: OpenComponent, place: number): Promise<Position | null> {
		if (component.kind === 'writer') return component.writer.position();
		return component.kind === 'reader' && !this.#deps.tally.hasEnded(place) ? component.reader.position() : null;
	}

	async #stateOf(place: number): Promise<SavedState | null> {
		const component = this.#components[place];
		if (component === undefined || !('worker' in component) || this.#deps.tally.hasEnded(place)) return null;
		return component.worker.save(this.#abort.signal);
	}

	async #runComponent(component: OpenComponent, position: number): Promise<void> {
		const context = this.#contextOf(position);
		context.tally.start();
		try {
			await this.#work(component, context);
			this.#deps.tally.end(position);
		} catch (error) {
			context.fail(error);
		} finally {
			context.tally.stop();
		}
	}

	async #work(component: OpenComponent, context: ComponentContext): Promise<void> {
		switch (component.kind) {
			case 'reader':
				return runSource(sourceOf(component.reader), context);
			case 'source':
				await runSource(component.endless ? endless(component.worker) : ending(component.worker), context);
				return component.worker.close();
			case 'writer':
				return writeParcels(component.writer, context);
			case 'work': {
				const { planned, worker } = component;
				const suspects = this.#deps.suspects[context.position] as Suspects;
				return runWork({ ...planned, worker, most: AHEAD * planned.workers, suspects }, context);
			}
			case 'ended':
				context.outlets.end();
				await context.intake.take();
				context.intake.over();
		}
	}

	#paceOf(position: number): Pace {
		const pace = this.#paces[position];
		if (pace === undefined) throw new Error(`there is no component ${position}`);
		return pace;
	}

	#contextOf(position: number): ComponentContext {
		const { plan, tally, listener } = this.#deps;
		const inputs = this.#edges.filter((_, index) => plan.edges[index]?.to === position);
		const takersOf = (port: string): readonly Edge[] =>
			this.#edges.filter((_, index) => {
				const edge = plan.edges[index];
				return edge?.from === position && edge.port === port;
			});
		const outlets = this.#edges.filter((_, index) => plan.edges[index]?.from === position);
		const tallyOf = tally.components[position];
		if (tallyOf === undefined) throw new Error(`there is no component ${position}`);
		return {
			position,
			name: plan.components[position]?.name ?? '',
			intake: new Intake(inputs, this.#stirring),
			outlets: new Outlets({ out: takersOf('out'), dropped: takersOf('dropped'), failed: takersOf('failed') }),
			stirring: this.#stirring,
			standstill: this.#standstill,
			pace: this.#paceOf(position),
			tally: tallyOf,
			account: new Account(this.#credits, () => outlets.every(({ isTaken }) => isTaken)),
			listener,
			fail: (error) => this.#fail(position, error),
			failing: (error) => this.#failing(position, error),
			signal: this.#abort.signal,
			drains: plan.drains === true,
			finishing: this.#deps.finishing,
		};
	}
}

function statesTooLarge(bytes: number): DataFlareError {
	return new DataFlareError(
		'storage',
		`What the plugins keep between records takes ${bytes} bytes, and a checkpoint holds at most ${MOST_STATES_BYTES}.`,
		{ details: { bytes, maxBytes: MOST_STATES_BYTES }, hint: 'Let the plugins keep less, or split the flow in two.' },
	);
}
