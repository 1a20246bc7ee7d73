import type { Pace } from '../parcels/pace.ts';
import type { Stirring } from '../parcels/stirring.ts';
import { SourcePass } from './source-pass.ts';

/** By component: up to which parcel its source has to go on; told where each source is. */
export type MeetingPoints = (sources: ReadonlyMap<number, SourcePass>) => readonly number[];

/**
 * Brings a flow to where nothing is under way: every source goes on to where what it gave can be worked, waits there, and
 * all that was given is worked. While a component that has no more input still gives what it has, that cannot be waited
 * for: whoever takes from it and from a source that waits would never get to the end.
 */
export class Standstill {
	readonly #stirring: Stirring;
	readonly #pointsOf: MeetingPoints;
	readonly #sources = new Map<number, SourcePass>();
	#finishing = 0;
	#broken: { readonly reason: unknown } | null = null;
	#asking: ((reached: boolean) => void) | null = null;

	constructor(stirring: Stirring, pointsOf: MeetingPoints) {
		this.#stirring = stirring;
		this.#pointsOf = pointsOf;
		stirring.onQuiet(() => this.#asking?.(true));
	}

	/** `pace`: of all that meets what it gives. */
	source(position: number, pace: Pace): SourcePass {
		const pass = new SourcePass(this.#stirring, pace, () => {
			if (this.#liveSources().length === 0) this.#asking?.(false);
		});
		this.#sources.set(position, pass);
		if (this.#broken !== null) pass.break(this.#broken.reason);
		return pass;
	}

	/** A component gives what is left of it, until the answer is called. */
	finishing(): () => void {
		this.#finishing++;
		this.#asking?.(false);
		let isOver = false;
		return () => {
			if (!isOver) this.#finishing--;
			isOver = true;
		};
	}

	/** Resolves to whether nothing stirs now; if so, nothing will until `release`. Never rejects. */
	async reach(signal: AbortSignal): Promise<boolean> {
		if (this.#broken !== null || this.#finishing > 0 || signal.aborted || this.#liveSources().length === 0)
			return false;
		const reached = await new Promise<boolean>((resolve) => {
			this.#asking = resolve;
			signal.addEventListener('abort', () => resolve(false), { once: true });
			const points = this.#pointsOf(this.#sources);
			for (const [position, source] of this.#sources) source.holdAt(points[position] ?? 0);
			if (this.#stirring.isQuiet) resolve(true);
		});
		this.#asking = null;
		if (!reached) this.release();
		return reached;
	}

	release(): void {
		for (const source of this.#sources.values()) source.release();
	}

	/** Whoever waits, now or later, is told why it goes no further. */
	break(reason: unknown): void {
		this.#broken ??= { reason };
		this.#asking?.(false);
		for (const source of this.#sources.values()) source.break(reason);
	}

	#liveSources(): readonly SourcePass[] {
		return [...this.#sources.values()].filter(({ hasEnded }) => !hasEnded);
	}
}
