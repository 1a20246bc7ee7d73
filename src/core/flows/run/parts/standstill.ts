import type { Stirring } from '../parcels/stirring.ts';

/** One source's way through the moments at which all may be made to stand still. */
export interface SourcePass {
	/** Before each parcel. Waits for as long as the flow stands still. */
	next(): Promise<void>;
	/** It gives nothing any more. */
	leave(): void;
}

interface Source {
	/** Parcels that it gave or is about to give. */
	given: number;
	goOn: { resolve(): void; reject(reason: unknown): void } | null;
}

/**
 * Brings a flow to where nothing is under way: every source goes on to the same parcel and waits there, and all that was
 * given is worked. While a component that has no more input still gives what it has, that cannot be waited for: whoever
 * takes from it and from a source that waits would never get to the end.
 */
export class Standstill {
	readonly #stirring: Stirring;
	readonly #sources = new Set<Source>();
	#until: number | null = null;
	#finishing = 0;
	#broken: { readonly reason: unknown } | null = null;
	#asking: ((reached: boolean) => void) | null = null;

	constructor(stirring: Stirring) {
		this.#stirring = stirring;
		stirring.onQuiet(() => this.#asking?.(true));
	}

	source(): SourcePass {
		const source: Source = { given: 0, goOn: null };
		this.#sources.add(source);
		this.#stirring.add();
		let isThere = true;
		return {
			next: async () => {
				if (this.#broken !== null) throw this.#broken.reason;
				if (this.#until !== null && source.given >= this.#until) await this.#wait(source);
				source.given++;
			},
			leave: () => {
				if (!isThere) return;
				isThere = false;
				this.#sources.delete(source);
				this.#stirring.remove();
				if (this.#sources.size === 0) this.#asking?.(false);
			},
		};
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
		if (this.#broken !== null || this.#finishing > 0 || this.#sources.size === 0 || signal.aborted) return false;
		this.#until = Math.max(...[...this.#sources].map(({ given }) => given));
		const reached = await new Promise<boolean>((resolve) => {
			this.#asking = resolve;
			signal.addEventListener('abort', () => resolve(false), { once: true });
			if (this.#stirring.isQuiet) resolve(true);
		});
		this.#asking = null;
		if (!reached) this.release();
		return reached;
	}

	release(): void {
		this.#until = null;
		for (const source of this.#sources) {
			const { goOn } = source;
			source.goOn = null;
			if (goOn === null) continue;
			this.#stirring.add();
			goOn.resolve();
		}
	}

	/** Whoever waits, now or later, is told why it goes no further. */
	break(reason: unknown): void {
		this.#broken ??= { reason };
		this.#asking?.(false);
		for (const { goOn } of this.#sources) goOn?.reject(reason);
	}

	#wait(source: Source): Promise<void> {
		return new Promise((resolve, reject) => {
			source.goOn = { resolve, reject };
			this.#stirring.remove();
		});
	}
}
