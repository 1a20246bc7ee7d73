import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { FlowTriggers, type TriggerDeps } from '../../../src/core/flows/triggers/flow-triggers.ts';
import { setTrigger } from '../../../src/core/flows/triggers/set-trigger.ts';
import { type Clock, systemClock } from '../../../src/core/program/clock.ts';
import { EventBus } from '../../../src/core/program/event-bus.ts';
import { Notices } from '../../../src/core/program/notices.ts';
import type { TriggerRow } from '../../../src/core/store/flows/trigger-store.ts';
import type { Store } from '../../../src/core/store/store.ts';
import { DataFlareError } from '../../../src/shared/errors/errors.ts';
import { flowSchema } from '../../../src/shared/flow/flow-file.ts';
import { type FlowTrigger, type TriggerState, triggerSchema } from '../../../src/shared/flow/trigger.ts';
import type { RunDetail } from '../../../src/shared/run/run.ts';
import { eventually } from '../scratch/scratch-core.ts';
import { anEnd, aRun, type ScratchStore, scratchStore } from '../scratch/scratch-store.ts';
import { SimulatedClock } from './simulated-clock.ts';

/** When the clocks of the programs begin. */
export const START = Date.UTC(2026, 0, 1, 12, 0, 30);

export const minutes = (count: number): number => count * 60_000;

/** A clock that the test sets, by which files keep still. */
export class StillClock {
	now = 0;
	#looks = 0;

	/** As a folder is looked through with it. */
	readonly read = (): number => {
		this.#looks++;
		return this.now;
	};

	/** Resolves once a folder was looked through, from its beginning to its end. */
	async looked(): Promise<void> {
		const before = this.#looks;
		await eventually(() => this.#looks >= before + 2);
	}

	/** Goes on until it is so. */
	async until(isSo: () => boolean): Promise<void> {
		await eventually(() => {
			this.now += 1000;
			return isSo();
		});
	}
}

interface TriggerProgram {
	readonly triggers: FlowTriggers;
	readonly notices: Notices;
	/** What was run: the path that was read, the one that was written, and what started it. */
	readonly ran: string[];
	/** What was in the files that appeared. */
	readonly read: string[];
	/** When these runs began, Unix ms. */
	readonly begun: number[];
	/** How many files the folder's trigger had taken whenever a change was told. */
	readonly told: number[];
	clock: number;
	/** What becomes of the next runs. */
	next: 'succeeds' | 'fails' | 'cannot begin';
	/** While set, runs go on. */
	going: Promise<void> | null;
	/** How long the next runs take, ms. */
	takes: number;
	/** As a program is closed: what runs is cancelled. */
	end(): Promise<void>;
	/** As the engine tells it. */
	state(): TriggerState;
	set(trigger: object): Promise<void>;
}

/** For each test a data folder with a flow, `report`, and an empty folder beside it, `inbox`. */
export class TriggerGround {
	#scratch: ScratchStore | null = null;
	#store: Store | null = null;
	readonly #ends: (() => Promise<void>)[] = [];

	constructor() {
		beforeEach(() => {
			this.#scratch = scratchStore();
			this.#store = this.scratch.open();
			mkdirSync(this.inbox);
			const flow = flowSchema.parse({
				name: 'report',
				components: [
					{ name: 'in', use: 'read-file', config: { path: '/in.ndjson' } },
					{ name: 'out', use: 'write-file', config: { path: '/out/{name}.{time}.ndjson' } },
				],
			});
			this.store.flows.add({ version: 1, flow, note: '', savedAt: 1 });
		});
		afterEach(async () => {
			await this.endAll();
			this.scratch.dispose();
		});
	}

	get scratch(): ScratchStore {
		if (this.#scratch === null) throw new Error('no test is running');
		return this.#scratch;
	}

	get store(): Store {
		if (this.#store === null) throw new Error('no test is running');
		return this.#store;
	}

	get inbox(): string {
		return join(this.scratch.folder, 'inbox');
	}

	/** A trigger that starts the flow for each file that appears in the inbox. */
	folder(more: object = {}): object {
		return { kind: 'folder', folder: this.inbox, component: 'in', settle_ms: 100, ...more };
	}

	/** Closes all programs. */
	async endAll(): Promise<void> {
		await Promise.all(this.#ends.splice(0).map((end) => end()));
	}

	row(): TriggerRow | null {
		return this.store.triggers.get('report');
	}

	put(name: string, text: string): void {
		writeFileSync(join(this.inbox, name), text);
	}

	/** A program on the data; `on`: as it has opened them. `still`: by which files keep still, or all the time it knows. `starts`: false for a command. */
	program(
		on: Store = this.store,
		still?: StillClock | SimulatedClock,
		{ starts = true, ...more }: { readonly starts?: boolean; readonly lookMs?: number } = {},
	): TriggerProgram {
		const bus = new EventBus();
		const clock: Clock =
			still instanceof SimulatedClock
				? still
				: { ...systemClock, now: () => made.clock, steady: still?.read ?? systemClock.steady };
		const cancelled = Promise.withResolvers<'cancelled'>();
		const notices = new Notices(on.settings, clock.now);
		const run: TriggerDeps['run'] = async ({ flow, runId, trigger }) => {
			if (made.next === 'cannot begin') throw new DataFlareError('configuration', 'components[0] (in): it cannot.');
			const [input, output] = flow.components.map(({ config }) => config?.['path']);
			made.ran.push(`${trigger}: ${input} → ${output}`);
			made.begun.push(clock.now());
			if (trigger === 'folder') made.read.push(readFileSync(String(input), 'utf8'));
			on.runs.start(aRun({ id: runId, kind: 'flow', label: flow.name, trigger, startedAt: clock.now() }));
			bus.emit('run.started', { run: { id: runId } as RunDetail });
			const { takes, going } = made;
			const work = Promise.all([going, takes > 0 && new Promise<void>((resolve) => clock.after(takes, resolve))]);
			const isCancelled = (await Promise.race([work, cancelled.promise])) === 'cancelled';
			const status = isCancelled ? 'cancelled' : made.next === 'fails' ? 'failed' : 'succeeded';
			on.runs.finish(runId, anEnd({ status, finishedAt: clock.now() }));
			if (status !== 'succeeded') throw new DataFlareError('plugin_execution', 'no');
			return { id: runId } as RunDetail;
		};
		const triggers = new FlowTriggers({
			...{ store: on, bus, notices, clock, run, tryAgainMs: 100, ...more },
		});
		const end = async (): Promise<void> => {
			const closed = triggers.close();
			cancelled.resolve('cancelled');
			await closed;
		};
		this.#ends.push(end);
		const deps = {
			kept: { store: on, bus },
			now: clock.now,
			wake: () => triggers.wake(),
			signal: new AbortController().signal,
			ownPlaces: () => ({ sealed: [this.scratch.file], unwritable: [], handedOver: [], folds: false, windows: false }),
		};
		const made: TriggerProgram = {
			triggers,
			notices,
			ran: [],
			read: [],
			begun: [],
			told: [],
			clock: START,
			next: 'succeeds',
			going: null,
			takes: 0,
			end,
			state: () => triggers.state(this.row() ?? (undefined as never)),
			async set(trigger) {
				await setTrigger(deps, { flow: 'report', trigger: triggerSchema.parse(trigger) as FlowTrigger, active: true });
			},
		};
		bus.on('flows.changed', () => made.told.push(on.triggers.fileCount('report')));
		if (starts) triggers.start();
		return made;
	}
}
