import type { QueryClient } from '@tanstack/react-query';
import type { ReadRoute } from '../../shared/api/routes.ts';

/** Many events in a row, e.g. of two hundred plugins, cause one question. ms */
const GATHER_MS = 120;
/** While events do not stop, this many times as long as the answers took passes before they are asked for again. */
const REST = 3;

/** Gathers which answers became stale, and asks for them anew together. */
export class StaleAnswers {
	readonly #client: QueryClient;
	readonly #routes = new Set<ReadRoute>();
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(client: QueryClient) {
		this.#client = client;
	}

	add(routes: readonly ReadRoute[]): void {
		for (const route of routes) this.#routes.add(route);
		// While answers are awaited, the timer stands: what is stale meanwhile is asked for afterwards.
		if (this.#routes.size > 0) this.#askIn(GATHER_MS);
	}

	/**
	 * Asks at once. The program tells every page of a change before it answers the one that made it: what that page was told
	 * of its own is asked for herewith, and not a second time.
	 */
	async askNow(routes: readonly ReadRoute[]): Promise<void> {
		for (const route of routes) this.#routes.delete(route);
		await refresh(this.#client, routes);
	}

	#askIn(ms: number): void {
		this.#timer ??= setTimeout(async () => {
			const stale = [...this.#routes];
			this.#routes.clear();
			const begin = performance.now();
			await refresh(this.#client, stale);
			this.#timer = undefined;
			if (this.#routes.size > 0) this.#askIn(Math.max(GATHER_MS, REST * (performance.now() - begin)));
		}, ms);
	}
}

/** Resolves when everything that is on the screen has its new answer. */
async function refresh(client: QueryClient, routes: readonly ReadRoute[]): Promise<void> {
	if (routes.length === 0) return;
	await client.invalidateQueries({ predicate: ({ queryKey }) => routes.includes(queryKey[0] as ReadRoute) });
}
