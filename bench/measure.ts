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

/** Operations per second with `inFlight` under way at once; the median of three. */
export async function rateOf(count: number, inFlight: number, work: () => Promise<unknown>): Promise<number> {
	const rates: number[] = [];
	for (let turn = 0; turn < 3; turn++) {
		let left = count;
		const start = performance.now();
		const lane = async (): Promise<void> => {
			while (left-- > 0) await work();
		};
		await Promise.all(Array.from({ length: inFlight }, lane));
		rates.push((count / (performance.now() - start)) * 1000);
	}
	return median(rates);
}
