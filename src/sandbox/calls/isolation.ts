import { type DataFlareError, DataFlareError as ErrorOf, type JsonValue } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { ComponentType } from '../../shared/plugin/component-type.ts';
import {
	type CallFrame,
	MOST_FAILURE_CHARS,
	MOST_RECORD_FAILURES,
	type RecordFailure,
} from '../../shared/sandbox/frames.ts';
import { HostFault } from '../imports/trap.ts';
import { tooLarge } from './output-errors.ts';

/** What a record's failure is told as, and whether the instance is of no use after it. */
export interface Judged {
	readonly error: DataFlareError;
	readonly lost: boolean;
}

/** What the kinds of guests do in ways of their own when a record failed. */
export interface Mending<Instance> {
	judge(instance: Instance, thrown: unknown): Judged;
	/** The instance is of no use any more. What it was told is written is written first; rejects where it cannot be. */
	lose(instance: Instance): Promise<void>;
	/** Another one in its place, ready for a call. Rejects with what kept it from starting. */
	renew(): Promise<Instance>;
}

const stateless: ReadonlySet<ComponentType> = new Set(['processor', 'transformer', 'filter']);

/** Whether a plugin of this type keeps nothing between records, so that another instance can go on in its place. */
export function keepsNothing(type: ComponentType): boolean {
	return stateless.has(type);
}

const MAX_CHARS_EACH = Math.floor(MOST_FAILURE_CHARS / MOST_RECORD_FAILURES);

/** The records of one call that failed and are left out of it, and what goes on in the place of an instance lost to one. */
export class Isolation<Instance> {
	/** Nothing is lost with an instance but the record that it was lost to. */
	readonly renews: boolean;
	readonly #fn: string;
	readonly #mending: Mending<Instance>;
	#failures: RecordFailure[] = [];
	#chars = 0;

	constructor(fn: string, type: ComponentType, mending: Mending<Instance>) {
		this.renews = keepsNothing(type);
		this.#fn = fn;
		this.#mending = mending;
	}

	/** By their place. */
	get failures(): readonly RecordFailure[] {
		return this.#failures;
	}

	/** No other failure can be told: whatever comes after the last one is for another call. */
	get full(): boolean {
		return this.#failures.length >= MOST_RECORD_FAILURES || this.#chars >= MOST_FAILURE_CHARS - 2 * MAX_CHARS_EACH;
	}

	/**
	 * Leaves a record out. Answers with the instance that goes on; null: with a new one. Throws what is more than one
	 * record's failure.
	 */
	async leaveOut(instance: Instance, index: number, thrown: unknown): Promise<Instance | null> {
		const { error, lost } = this.#judge(instance, thrown);
		if (lost && !this.renews) throw thrown;
		if (lost) await this.#mending.lose(instance);
		this.add(index, error);
		return lost ? null : instance;
	}

	/** Of a batch that failed as one: the error, and the instance that goes on with parts of it. */
	async survive(
		instance: Instance,
		thrown: unknown,
	): Promise<{ readonly error: DataFlareError; next: Instance | null }> {
		const { error, lost } = this.#judge(instance, thrown);
		if (!this.renews) throw thrown;
		if (lost) await this.#mending.lose(instance);
		return { error, next: lost ? null : instance };
	}

	renew(): Promise<Instance> {
		return this.#mending.renew();
	}

	add(index: number, error: DataFlareError): void {
		const told = brief(this.#fn, error);
		this.#chars += told.chars;
		this.#failures.push({ index, error: told.error.toWire() });
	}

	/** Failures that were found out of their order are put into it; those from `most` on are for another call. Where that one begins, if any. */
	settle(most: number = MOST_RECORD_FAILURES): number | null {
		const sorted = [...this.#failures].sort((a, b) => a.index - b.index);
		const next = sorted[most];
		this.#failures = [];
		for (const failure of sorted.slice(0, most)) this.#failures.push(failure);
		return next?.index ?? null;
	}

	#judge(instance: Instance, thrown: unknown): Judged {
		const judged = this.#mending.judge(instance, thrown);
		// What is wrong with the plugin as it was set up is no record's fault.
		if (judged.error.code === 'configuration') throw thrown;
		return judged;
	}
}

/** Whether a record that is not taken costs that record alone. */
export function isolates(input: CallFrame['input']): boolean {
	return input.kind === 'records' && input.isolate === true;
}

/** An error that an instance was lost to, with the record under way, from 1; 0: none. */
export function atRecord(error: DataFlareError, record: number): DataFlareError {
	return record === 0 || 'record' in error.details ? error : error.with({ details: { record } });
}

/** The instance that goes on where one was lost, which happens only where records are left out. */
export function renewed<Instance>(isolation: Isolation<Instance> | null): Promise<Instance> {
	if (isolation === null) throw new Error('an instance was lost, and its call goes on');
	return isolation.renew();
}

/**
 * Where a call ends early because its records give more together than one answer may hold: before the one that would be
 * too much. Throws where that one cannot be worked again.
 */
export function cutShort<Instance>(
	fn: string,
	isolation: Isolation<Instance>,
	index: number,
	bytes: number,
	limit: number,
): number {
	if (!isolation.renews) throw new HostFault(tooLarge(fn, bytes, limit));
	return index;
}

/** Only a filter lets records go. */
export function letsNothingGo(fn: string): DataFlareError {
	return new ErrorOf('configuration', `${fn} lets no records go: only a filter does`, {
		hint: 'Take its output instead of what it let go.',
		details: because('lets_nothing_go', { function: fn }),
	});
}

/** An error as it is told of one record among many: without its number in the call, which means nothing outside of it. */
function brief(fn: string, error: DataFlareError): { readonly error: DataFlareError; readonly chars: number } {
	const numbered = new RegExp(`^${fn.replace(/[^\w]/g, '\\$&')}, record \\d+`);
	const shown = error.origin === 'host' ? error.message.replace(numbered, () => fn) : error.message;
	const message = shown.slice(0, MAX_CHARS_EACH / 2);
	const hint = error.hint?.slice(0, MAX_CHARS_EACH / 4);
	const details: Record<string, JsonValue> = {};
	let chars = message.length + (hint?.length ?? 0);
	for (const [key, value] of Object.entries(error.details)) {
		if (key === 'record' || key === 'stack' || (typeof value === 'object' && value !== null)) continue;
		const short = typeof value === 'string' ? value.slice(0, MAX_CHARS_EACH / 8) : value;
		const size = key.length + String(short).length;
		if (chars + size > MAX_CHARS_EACH) continue;
		chars += size;
		details[key] = short;
	}
	return { error: new ErrorOf(error.code, message, { hint, details, origin: error.origin }), chars };
}
