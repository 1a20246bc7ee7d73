import type { SourceAnswer } from '../../../shared/api/catalogue-routes.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { openSource, type Source } from '../open-source.ts';

/** Packages left out that are named. */
const MOST_NAMED = 100;

interface Read {
	/** As a person said it. */
	readonly said: string;
	readonly source: Source;
	readonly readAt: number;
}

/**
 * What a source said when a person last had it read, so that whoever looks around in it asks nobody again. There is one at
 * a time, in memory alone.
 */
export class LastSource {
	#last: Read | null = null;
	readonly #now: () => number;

	constructor(now: () => number) {
		this.#now = now;
	}

	/** Rejects as `openSource` does, and then knows what it knew. */
	async read(said: string | null): Promise<Source> {
		const source = await openSource(said);
		if (said !== null) this.#last = { said, source, readAt: this.#now() };
		return source;
	}

	/** Throws `not_found` for a source that was not read, or not last. */
	get(said: string | null): Source {
		if (this.#last !== null && this.#last.said === said) return this.#last.source;
		throw new DataFlareError('not_found', 'The source of packages has not been read yet.', {
			hint: 'Have it read, then look again.',
			details: because('source_unread', { source: said ?? '' }),
		});
	}

	describe(said: string | null): SourceAnswer {
		const nothing = { source: said, readAt: null, plugins: 0, versions: 0, skipped: [], leftOut: 0 };
		if (this.#last === null || this.#last.said !== said) return nothing;
		const { source, readAt } = this.#last;
		const { plugins } = source.index;
		return {
			source: source.shown,
			readAt,
			plugins: plugins.length,
			versions: plugins.reduce((sum, { versions }) => sum + versions.length, 0),
			skipped: source.skipped.slice(0, MOST_NAMED),
			leftOut: source.skipped.length,
		};
	}
}
