import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { FlowTriggers, type TriggerDeps } from '../../../src/core/flows/triggers/flow-triggers.ts';
import { setTrigger } from '../../../src/core/flows/triggers/set-trigger.ts';
import { EventBus } from '../../../src/core/program/event-bus.ts';
import { Notices } from '../../../src/core/program/notices.ts';
import type { TriggerRow } from '../../../src/core/store/flows/trigger-store.ts';
import type { Store } from '../../../src/core/store/store.ts';
import { DataFlareError } from '../../../src/shared/errors/errors.ts';
import { flowSchema } from '../../../src/shared/flow/flow-file.ts';
import { type FlowTrigger, triggerSchema } from '../../../src/shared/flow/trigger.ts';
import type { RunDetail } from '../../../src/shared/run/run.ts';
import { eventually } from '../scratch/scratch-core.ts';
import { type ScratchStore, scratchStore } from '../scratch/scratch-store.ts';

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
	/** How many files the folder's trigger had taken whenever a change was told. */
	readonly told: number[];
	clock: number;
	/** What becomes of the next runs. */
	next: 'succeeds' | 'fails' | 'cannot begin';
	/** While set, runs go on. */
	going: Promise<void> | null;
	set(trigger: object): Promise<void>;
}

/** For each test a data folder with a flow, `report`, and an empty folder beside it, `inbox`. */
export class TriggerGround {
	#scratch: ScratchStore | null = null;
	#store: Store | null = null;
	readonly #opened: FlowTriggers[] = [];

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
			await Promise.all(this.#opened.splice(0).map((each) => each.close()));
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

	row(): TriggerRow | null {
		return this.store.triggers.get('report');
	}

	put(name: string, text: string): void {
		writeFileSync(join(this.inbox, name), text);
	}

	/** A program on the data; `on`: as it has opened them. `still`: by which files keep still. */
	program(on: Store = this.store, still?: StillClock): TriggerProgram {
		const bus = new EventBus();
		const notices = new Notices(on.settings, () => made.clock);
		const run: TriggerDeps['run'] = async ({ flow, runId, trigger }) => {
			if (made.next === 'cannot begin') throw new DataFlareError('configuration', 'components[0] (in): it cannot.');
			const [input, output] = flow.components.map(({ config }) => config?.['path']);
			made.ran.push(`${trigger}: ${input} → ${output}`);
			bus.emit('run.started', { run: { id: runId } as RunDetail });
			await made.going;
			if (made.next === 'fails') throw new DataFlareError('plugin_execution', 'no');
			return { id: runId } as RunDetail;
		};
		const triggers = new FlowTriggers({
			...{ store: on, bus, notices, now: () => made.clock, run, tryAgainMs: 100, steadyNow: still?.read },
		});
		this.#opened.push(triggers);
		const deps = {
			kept: { store: on, bus },
			now: () => made.clock,
			wake: () => triggers.wake(),
			signal: new AbortController().signal,
			ownPlaces: () => ({ sealed: [this.scratch.file], unwritable: [], handedOver: [], folds: false, windows: false }),
		};
		const made: TriggerProgram = {
			triggers,
			notices,
			ran: [],
			told: [],
			clock: START,
			next: 'succeeds',
			going: null,
			async set(trigger) {
				await setTrigger(deps, { flow: 'report', trigger: triggerSchema.parse(trigger) as FlowTrigger, active: true });
			},
		};
		bus.on('flows.changed', () => made.told.push(on.triggers.fileCount('report')));
		return made;
	}
}
