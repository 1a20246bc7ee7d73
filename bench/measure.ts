export function percentile(values: readonly number[], fraction: number): number {
	const sorted = [...values].sort((left, right) => left - right);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The times of single operations after a warm-up, ms. */
export async function timesOf(count: number, work: () => Promise<unknown>): Promise<number[]> {
	for (let warm = 0; warm < Math.min(50, count); warm++) await work();
	const times: number[] = [];
	for (let index = 0; index < count; index++) {
		const start = performance.now();
		await work();
		times.push(performance.now() - start);
	}
	return times;
}

export interface Load {
	/** Operations per turn. */
	readonly count: number;
	/** Operations under way at once. */
	readonly inFlight: number;
	readonly work: () => Promise<unknown>;
}

const TURNS = 5;

/**
 * Operations per second of each load, the median of its turns. After a warm-up the loads take turns, so that whatever
 * else the machine does meets all of them alike.
 */
export async function ratesOf(...loads: readonly Load[]): Promise<readonly number[]> {
	for (const load of loads) await turn({ ...load, count: Math.ceil(load.count / 4) });
	const rates = loads.map((): number[] => []);
	for (let round = 0; round < TURNS; round++) {
		for (const [index, load] of loads.entries()) rates[index]?.push(await turn(load));
	}
	return rates.map(median);
}

async function turn({ count, inFlight, work }: Load): Promise<number> {
	let left = count;
	const start = performance.now();
	const lane = async (): Promise<void> => {
		while (left-- > 0) await work();
	};
	await Promise.all(Array.from({ length: inFlight }, lane));
	return (count / (performance.now() - start)) * 1000;
}
