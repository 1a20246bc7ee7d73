import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Connection } from '../../shared/face/bridge.ts';
import { followEvents } from './event-feed.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const hello = (): Response => new Response('id: 1\nevent: hello\ndata: {}\n\n', { status: 200 });

it('says that the program was started anew where it is there and does not know this page, and goes on once it does', async () => {
	const states: Connection[] = [];
	let answer = (): Response => new Response('{}', { status: 401 });
	void followEvents(null, { open: async () => answer(), onEvent: () => {}, onState: (state) => states.push(state) });
	await vi.advanceTimersByTimeAsync(30_000);
	expect(new Set(states)).toEqual(new Set(['restarted']));
	answer = hello;
	await vi.advanceTimersByTimeAsync(6_000);
	expect(states).toContain('connected');
});

it('says that nobody answers where nobody does', async () => {
	const states: Connection[] = [];
	const open = async (): Promise<Response> => {
		throw new TypeError('Failed to fetch');
	};
	void followEvents(null, { open, onEvent: () => {}, onState: (state) => states.push(state) });
	await vi.advanceTimersByTimeAsync(30_000);
	expect(states.at(0)).toBe('reconnecting');
	expect(states.at(-1)).toBe('lost');
	expect(states).not.toContain('restarted');
});
