import type { LogFrame } from '../../../shared/sandbox/frames.ts';
import { TokenBucket } from '../../../shared/sandbox/token-bucket.ts';
import type { RuntimeBudgets } from '../budgets.ts';
import type { CallSink } from '../runtime.ts';

/** Passes a sandbox's lines on, within a rate and a length that hold whatever the sender's own limits did. */
export class LogIntake {
	readonly #lines: TokenBucket;
	readonly #chars: TokenBucket;
	readonly #lineChars: number;
	readonly #steady: () => number;

	/** `steady`: ms that never jump. */
	constructor(
		limits: Pick<RuntimeBudgets, 'logLinesPerSecond' | 'logCharsPerSecond' | 'logLineChars'>,
		steady: () => number,
	) {
		this.#steady = steady;
		this.#lines = new TokenBucket(limits.logLinesPerSecond, limits.logLinesPerSecond, steady());
		this.#chars = new TokenBucket(limits.logCharsPerSecond, limits.logCharsPerSecond, steady());
		this.#lineChars = limits.logLineChars;
	}

	accept(frame: LogFrame, sink: CallSink | undefined): void {
		const now = this.#steady();
		let passed = 0;
		for (const line of frame.lines) {
			const length = Math.min(line.message.length, this.#lineChars);
			if (!this.#lines.take(1, now) || !this.#chars.take(length, now)) break;
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
