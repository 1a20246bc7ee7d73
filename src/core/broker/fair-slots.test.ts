import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { serve } from '../../../test/support/servers/http-serving.ts';
import { hostStatus } from '../../shared/host/abi.ts';
import { securityPolicySchema } from '../../shared/policy/security-policy.ts';
import { type BrokerDeps, createBroker } from './create-broker.ts';
import { FairSlots } from './fair-slots.ts';

const never = new AbortController().signal;

/** Holds slots until they are let go one by one, and notes in which order they were got. */
class Bench {
	readonly order: string[] = [];
	readonly open: Array<{ readonly name: string; readonly end: () => void }> = [];
	readonly #slots: FairSlots;

	constructor(shared: number, each: number) {
		this.#slots = new FairSlots({ shared, each });
	}

	ask(name: string, signal: AbortSignal = never): Promise<unknown> {
		const task = (): Promise<void> =>
			new Promise((end) => {
				this.order.push(name);
				this.open.push({ name, end });
			});
		return this.#slots.run(name, signal, task).catch((error: unknown) => error);
	}

	async end(name: string): Promise<void> {
		const [ended] = this.open.splice(
			this.open.findIndex((one) => one.name === name),
			1,
		);
		ended?.end();
		await turn();
	}
}

describe('slots', () => {
	it('never make an owner wait for its first, whatever the others hold', async () => {
		const bench = new Bench(2, 10);
		for (let time = 0; time < 10; time++) void bench.ask('greedy');
		await turn();
		expect(bench.order).toEqual(['greedy', 'greedy', 'greedy']);
		for (const name of ['a', 'b', 'c']) void bench.ask(name);
		await turn();
		expect(bench.order.slice(3)).toEqual(['a', 'b', 'c']);
	});

	it('go to whoever has least under way, then in turn, and within an owner in order', async () => {
		const bench = new Bench(2, 3);
		for (let time = 0; time < 5; time++) void bench.ask('greedy');
		for (let time = 0; time < 3; time++) void bench.ask('modest');
		await turn();
		expect(bench.order).toEqual(['greedy', 'greedy', 'greedy', 'modest']);
		await bench.end('greedy');
		expect(bench.order.slice(4)).toEqual(['modest']);
		await bench.end('greedy');
		expect(bench.order.slice(5)).toEqual(['greedy']);
	});

	it('hold no owner beyond its own most', async () => {
		const bench = new Bench(16, 4);
		for (let time = 0; time < 10; time++) void bench.ask('greedy');
		await turn();
		expect(bench.order).toHaveLength(4);
	});

	it('are left by who gives up while waiting, and nobody loses a place by it', async () => {
		const bench = new Bench(0, 4);
		void bench.ask('a');
		const leaving = new AbortController();
		const gone = bench.ask('a', leaving.signal);
		void bench.ask('a');
		await turn();
		leaving.abort(new Error('gone'));
		expect(await gone).toMatchObject({ message: 'gone' });
		await bench.end('a');
		expect(bench.order).toEqual(['a', 'a']);
		await bench.end('a');
		void bench.ask('a');
		await turn();
		expect(bench.order).toHaveLength(3);
	});

	it('stay within their counts and leave nobody behind, whatever comes and goes', async () => {
		const step = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), what: fc.constantFrom('ask', 'end', 'abort') });
		await fc.assert(
			fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
				const [shared, each] = [3, 3];
				const bench = new Bench(shared, each);
				const aborts: AbortController[] = [];
				const all: Promise<unknown>[] = [];
				for (const { name, what } of steps) {
					if (what === 'ask') {
						const abort = new AbortController();
						aborts.push(abort);
						all.push(bench.ask(name, abort.signal));
					} else if (what === 'end') await bench.end(name);
					else aborts.shift()?.abort(new Error('gone'));
					await turn();
					const held = new Map<string, number>();
					for (const open of bench.open) held.set(open.name, (held.get(open.name) ?? 0) + 1);
					const beyond = [...held.values()].reduce((sum, count) => sum + count - 1, 0);
					expect(beyond).toBeLessThanOrEqual(shared);
					for (const count of held.values()) expect(count).toBeLessThanOrEqual(each);
				}
				while (bench.open.length > 0) await bench.end(bench.open[0]?.name ?? '');
				await Promise.all(all);
			}),
			{ numRuns: 200, seed: 7 },
		);
	});
});

const abort = new AbortController();
afterAll(() => abort.abort());

function asker(hosts: readonly string[], deps: Partial<BrokerDeps> = {}) {
	const state = { get: () => null, set: () => false, clear: () => undefined };
	const broker = createBroker({ state, env: {}, ...deps });
	const policy = securityPolicySchema.parse({ allow_network: true, allowed_hosts: hosts });
	return (plugin: string, url: string, signal: AbortSignal = abort.signal) =>
		broker.answer(
			{ op: 'http', request: JSON.stringify({ url }) },
			{ plugin, policy: () => policy, dataFolder: '/nowhere', signal, onHostCall: () => undefined },
		);
}

it('a plugin whose server never answers does not keep another from its own', async () => {
	const slow = await serve(() => undefined);
	const quick = await serve((_, response) => response.end('quick'));
	const ask = asker([slow, quick].map(({ port }) => `http://127.0.0.1:${port}`));
	for (const hog of ['one', 'two', 'three']) for (let time = 0; time < 16; time++) void ask(hog, slow.url());
	await expect.poll(() => slow.requests.length, { timeout: 20_000 }).toBe(3 + 16);
	const began = performance.now();
	const answers = await Promise.all(['p', 'q', 'r', 's', 't'].map((plugin) => ask(plugin, quick.url())));
	expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => hostStatus.ok));
	expect(performance.now() - began).toBeLessThan(10_000);
	expect(slow.requests).toHaveLength(3 + 16);
});

it('a plugin whose names are never found has one looked up at a time, and none that it no longer asks for', async () => {
	const looked: string[] = [];
	let found: () => void = () => undefined;
	const resolve = (host: string): Promise<readonly string[]> => {
		looked.push(host);
		if (host.startsWith('quick')) return Promise.resolve(['10.0.0.1']);
		return new Promise((answer) => {
			found = () => answer(['10.0.0.1']);
		});
	};
	const ask = asker(['*.slow.test', 'quick.test'], { resolve });
	const call = new AbortController();
	const first = ask('hog', 'https://1.slow.test/');
	const others = [2, 3, 4].map((name) => ask('hog', `https://${name}.slow.test/`, call.signal));
	await expect.poll(() => looked).toEqual(['1.slow.test']);
	expect((await ask('other', 'https://quick.test/')).status).toBe(hostStatus.permissionDenied);
	call.abort();
	expect((await Promise.all(others)).map(({ status }) => status)).toEqual([-125, -125, -125]);
	found();
	expect((await first).status).toBe(hostStatus.permissionDenied);
	expect(looked).toEqual(['1.slow.test', 'quick.test']);
});
