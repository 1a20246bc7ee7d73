import type { LogFrame } from '../../shared/sandbox/frames.ts';
import type { CallSink } from './runtime.ts';

/** Passes a sandbox's lines on, within a rate and a length that hold whatever the sender's own limits did. */
export class LogIntake {
	readonly #linesPerSecond: number;
	readonly #lineChars: number;
	#second = 0;
	#taken = 0;

	constructor(limits: { readonly logLinesPerSecond: number; readonly logLineChars: number }) {
		this.#linesPerSecond = limits.logLinesPerSecond;
		this.#lineChars = limits.logLineChars;
	}

	accept(frame: LogFrame, sink: CallSink | undefined, nowMs: number): void {
		const second = Math.floor(nowMs / 1_000);
		if (second !== this.#second) {
			this.#second = second;
			this.#taken = 0;
		}
		const room = Math.max(0, this.#linesPerSecond - this.#taken);
		const lines = frame.lines.slice(0, room);
		this.#taken += lines.length;
		for (const line of lines) {
			sink?.onLog?.(
				line.message.length > this.#lineChars
					? { ...line, message: `${line.message.slice(0, this.#lineChars)}…` }
					: line,
			);
		}
		const dropped = frame.dropped + frame.lines.length - lines.length;
		if (dropped > 0) sink?.onLogDropped?.(dropped);
	}
}
