import type { LogFrame } from '../../../shared/sandbox/frames.ts';
import type { RuntimeBudgets } from '../budgets.ts';
import type { CallSink } from '../runtime.ts';

/** Passes a sandbox's lines on, within a rate and a length that hold whatever the sender's own limits did. */
export class LogIntake {
	readonly #linesPerSecond: number;
	readonly #charsPerSecond: number;
	readonly #lineChars: number;
	readonly #steady: () => number;
	#second = 0;
	#taken = 0;
	#chars = 0;

	/** `steady`: ms that never jump. */
	constructor(
		limits: Pick<RuntimeBudgets, 'logLinesPerSecond' | 'logCharsPerSecond' | 'logLineChars'>,
		steady: () => number,
	) {
		this.#steady = steady;
		this.#linesPerSecond = limits.logLinesPerSecond;
		this.#charsPerSecond = limits.logCharsPerSecond;
		this.#lineChars = limits.logLineChars;
	}

	accept(frame: LogFrame, sink: CallSink | undefined): void {
		const second = Math.floor(this.#steady() / 1_000);
		if (second !== this.#second) {
			this.#second = second;
			this.#taken = 0;
			this.#chars = 0;
		}
		let passed = 0;
		for (const line of frame.lines) {
			const length = Math.min(line.message.length, this.#lineChars);
			if (this.#taken === this.#linesPerSecond || this.#chars + length > this.#charsPerSecond) break;
			this.#taken += 1;
			this.#chars += length;
			passed += 1;
			sink?.onLog?.(
				line.message.length > this.#lineChars
					? { ...line, message: `${line.message.slice(0, this.#lineChars)}…` }
					: line,
			);
		}
		const dropped = frame.dropped + frame.lines.length - passed;
		if (dropped > 0) sink?.onLogDropped?.(dropped);
	}
}
