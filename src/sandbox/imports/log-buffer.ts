import type { LogLevel } from '../../shared/host/abi.ts';
import { TokenBucket } from '../../shared/sandbox/token-bucket.ts';

/** Longest log line, bytes of UTF-8 as the guest gave it. */
export const MAX_LOG_LINE_BYTES = 16_384;

/** Ends a line that was cut. */
export const CUT_MARK = '… (the rest was cut off)';

const LINES_PER_SECOND = 1000;
const LINE_BURST = 2000;
const CHARACTERS_PER_SECOND = 1024 * 1024;
const CHARACTER_BURST = 4 * 1024 * 1024;
const FLUSH_LINES = 200;
const FLUSH_CHARACTERS = 65_536;

export interface LogLine {
	/** Unix ms. */
	readonly at: number;
	readonly level: LogLevel;
	readonly message: string;
}

/**
 * Gathers log lines into few frames. Lines beyond the rate are counted instead of kept, so that a guest that logs in an
 * endless loop costs neither memory nor the parent's time.
 */
export class LogBuffer {
	readonly #send: (lines: readonly LogLine[], dropped: number) => void;
	readonly #now: () => number;
	readonly #steady: () => number;
	readonly #lineRate: TokenBucket;
	readonly #characterRate: TokenBucket;
	#lines: LogLine[] = [];
	#characters = 0;
	#dropped = 0;

	/** `now`: Unix ms; `steady`: ms that never jump, for the rate. */
	constructor(
		send: (lines: readonly LogLine[], dropped: number) => void,
		now: () => number = Date.now,
		steady: () => number = () => performance.now(),
	) {
		this.#send = send;
		this.#now = now;
		this.#steady = steady;
		this.#lineRate = new TokenBucket(LINES_PER_SECOND, LINE_BURST, steady());
		this.#characterRate = new TokenBucket(CHARACTERS_PER_SECOND, CHARACTER_BURST, steady());
	}

	/** Whether something waits to be sent. */
	get pending(): boolean {
		return this.#lines.length > 0 || this.#dropped > 0;
	}

	add(level: LogLevel, text: string): void {
		const steady = this.#steady();
		const message = text.length <= MAX_LOG_LINE_BYTES ? text : `${text.slice(0, MAX_LOG_LINE_BYTES)}${CUT_MARK}`;
		if (!this.#lineRate.take(1, steady) || !this.#characterRate.take(message.length, steady)) {
			this.#dropped++;
			return;
		}
		this.#lines.push({ at: this.#now(), level, message });
		this.#characters += message.length;
		if (this.#lines.length >= FLUSH_LINES || this.#characters >= FLUSH_CHARACTERS) this.flush();
	}

	flush(): void {
		if (!this.pending) return;
		const [lines, dropped] = [this.#lines, this.#dropped];
		this.#lines = [];
		this.#characters = 0;
		this.#dropped = 0;
		this.#send(lines, dropped);
	}
}
