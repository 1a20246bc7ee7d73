import type { BigIntStats } from 'node:fs';

type Facts = Pick<BigIntStats, 'dev' | 'ino' | 'atimeNs' | 'mtimeNs'>;

/** Times of so many files are remembered, those set last. */
const MOST = 1_000;

interface Set {
	/** What the file system made of it, ns. */
	readonly kept: bigint;
	/** What the guest asked for, ns. */
	readonly asked: bigint;
}

/**
 * The times that a guest set. Node hands times to the system as seconds in a double, which is exact to a quarter of a
 * microsecond: as long as nobody else changed a time, the guest reads the very one that it set.
 */
export class SetTimes {
	readonly #byFile = new Map<string, { readonly atime: Set; readonly mtime: Set }>();

	/** `now`: the file after its times were set. */
	note(now: Facts, asked: { readonly atime: bigint; readonly mtime: bigint }): void {
		const id = idOf(now);
		this.#byFile.delete(id);
		this.#byFile.set(id, {
			atime: { kept: now.atimeNs, asked: asked.atime },
			mtime: { kept: now.mtimeNs, asked: asked.mtime },
		});
		const [oldest] = this.#byFile.keys();
		if (this.#byFile.size > MOST && oldest !== undefined) this.#byFile.delete(oldest);
	}

	/** The times as the guest is told them, ns. */
	told(facts: Facts): { readonly atime: bigint; readonly mtime: bigint } {
		const set = this.#byFile.get(idOf(facts));
		return {
			atime: set?.atime.kept === facts.atimeNs ? set.atime.asked : facts.atimeNs,
			mtime: set?.mtime.kept === facts.mtimeNs ? set.mtime.asked : facts.mtimeNs,
		};
	}
}

const idOf = ({ dev, ino }: Facts): string => `${dev}:${ino}`;
