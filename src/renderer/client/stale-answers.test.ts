import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StaleAnswers } from './stale-answers.ts';

let asked = 0;
let stale: StaleAnswers;
let end = (): void => undefined;
beforeEach(async () => {
	vi.useFakeTimers();
	const client = new QueryClient({
		defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: false } },
	});
	stale = new StaleAnswers(client);
	end = new QueryObserver<number>(client, {
		queryKey: ['plugins.list', {}],
		queryFn: () => {
			asked += 1;
			return asked;
		},
	}).subscribe(() => undefined);
	await vi.advanceTimersByTimeAsync(0);
	asked = 0;
});
afterEach(() => {
	end();
	vi.useRealTimers();
});

it('what a page changed itself is read once, though the event of it came first', async () => {
	stale.add(['plugins.list']);
	await stale.askNow(['plugins.list']);
	await vi.advanceTimersByTimeAsync(1_000);
	expect(asked).toBe(1);
});

it('what another changed afterwards is read again, and what it said of others is not lost', async () => {
	stale.add(['plugins.list']);
	await stale.askNow(['runs.list']);
	await vi.advanceTimersByTimeAsync(1_000);
	expect(asked).toBe(1);
	await stale.askNow(['plugins.list']);
	stale.add(['plugins.list']);
	await vi.advanceTimersByTimeAsync(1_000);
	expect(asked).toBe(3);
});
