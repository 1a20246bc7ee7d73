import { readFile } from 'node:fs/promises';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { ModuleReport } from '../../../shared/plugin/plugin-record.ts';
import { nothingKnown } from '../../../shared/wasm/report-module.ts';
import { defaultBudgets, type RuntimeBudgets } from '../budgets.ts';
import { MemoryWatch } from '../memory/memory-watch.ts';
import { builtEntry } from '../process/built-entries.ts';
import type { ProcessAdapter } from '../process-adapter.ts';
import { LookFailed, type LookFailure, LookingProcess } from './looking-process.ts';

/** Which process could not be had, or what ended it. */
type Ended = Extract<LookFailure, { at: 'look' }>;

/** A process that has nothing to look at is kept this long, ms: a folder is read file after file. */
const IDLE_MS = 1_000;

export interface ModuleLookerDeps {
	readonly adapter: ProcessAdapter;
	readonly budgets?: Partial<RuntimeBudgets> | undefined;
	/** Whether a process without the kernel's limits may look at nothing; default: it may. */
	readonly requireKernelLimits?: (() => boolean) | undefined;
}

/**
 * Looks at modules in a process of their own, one after another. What a module does to that process is told as a problem
 * of the module; the next one gets a fresh process. What is made of a component is made in a process that was handed no
 * other file, before or after: what a file may have made of a process must not become another plugin's code.
 */
export class ModuleLooker {
	readonly #adapter: ProcessAdapter;
	readonly #budgets: RuntimeBudgets;
	readonly #requireKernelLimits: () => boolean;
	/** What bounds it where the kernel does not. */
	readonly #watch: MemoryWatch | null;
	#process: LookingProcess | null = null;
	#last: Promise<unknown> = Promise.resolve();
	#waiting = 0;
	#wasLimited = false;
	#idle: NodeJS.Timeout | undefined;
	#closed = false;

	constructor(deps: ModuleLookerDeps) {
		this.#adapter = deps.adapter;
		this.#budgets = { ...defaultBudgets, ...deps.budgets };
		this.#requireKernelLimits = deps.requireKernelLimits ?? ((): boolean => false);
		const measure = deps.adapter.measureMemory;
		const all = (): readonly LookingProcess[] => (this.#process?.alive === true ? [this.#process] : []);
		this.#watch = measure === undefined ? null : new MemoryWatch(measure, all);
	}

	/** Rejects with `runtime` where no process is to be had, which tells nothing of the module, or with `cancelled` after `close`. */
	look(module: Uint8Array): Promise<ModuleReport> {
		return this.#inTurn(
			(process) => process.look(module),
			({ how }) => ({ ...nothingKnown, problems: [lookFailed(how)] }),
		);
	}

	/**
	 * Makes the bundle that runs a component. Rejects with `plugin_load` where the component keeps it from being made, and
	 * as `look` does.
	 */
	async transpile(component: Uint8Array): Promise<Uint8Array> {
		const transpiler = await readFile(builtEntry('transpiler.bundle'));
		const made = await this.#inTurn(
			(process) => process.transpile(component, transpiler),
			({ how }) => lookFailed(how),
			{ alone: true },
		);
		if (made instanceof Uint8Array) return made;
		throw DataFlareError.fromWire(made);
	}

	/** `alone`: in a process that looked at nothing before, and looks at nothing afterwards. */
	#inTurn<T>(
		use: (process: LookingProcess) => Promise<T>,
		failed: (ended: Ended) => T,
		{ alone } = { alone: false },
	): Promise<T> {
		this.#waiting += 1;
		const turn = this.#last.then(async () => {
			if (!alone) return this.#use(use, failed);
			await this.#let();
			return this.#use(use, failed).finally(() => this.#let());
		});
		this.#last = turn.catch(() => undefined).then(() => this.#rest());
		return turn;
	}

	/** Resolves when no process is left. */
	async close(): Promise<void> {
		this.#closed = true;
		this.#watch?.close();
		await this.#let();
		await this.#last;
	}

	async #use<T>(use: (process: LookingProcess) => Promise<T>, failed: (ended: Ended) => T): Promise<T> {
		clearTimeout(this.#idle);
		if (this.#closed) throw closing();
		const limited = this.#requireKernelLimits();
		// One that was started before they were required may be without them.
		if (limited && !this.#wasLimited) await this.#let();
		this.#wasLimited = limited;
		if (this.#process?.alive !== true) this.#process = new LookingProcess(this.#adapter, this.#budgets, limited);
		this.#watch?.begin();
		try {
			return await use(this.#process);
		} catch (thrown) {
			if (!(thrown instanceof LookFailed)) throw thrown;
			if (this.#closed) throw closing();
			const { failure } = thrown;
			if (failure.at === 'start') throw failure.error;
			return failed(failure);
		}
	}

	#rest(): void {
		this.#waiting -= 1;
		if (this.#waiting > 0 || this.#closed) return;
		this.#idle = setTimeout(() => void this.#let(), IDLE_MS).unref();
	}

	async #let(): Promise<void> {
		clearTimeout(this.#idle);
		const process = this.#process;
		this.#process = null;
		await process?.end();
	}
}

function closing(): DataFlareError {
	return new DataFlareError('cancelled', 'the runtime is being shut down', { details: because('program_ended') });
}

function lookFailed(how: string): ReturnType<DataFlareError['toWire']> {
	return new DataFlareError('plugin_load', `The module could not be inspected: ${how}.`, {
		hint: 'Do not trust it: no compiler produces a module this hard to read.',
		details: because('look_failed'),
	}).toWire();
}
