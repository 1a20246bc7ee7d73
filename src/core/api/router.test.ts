import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type Handlers, routes } from '../../shared/api/routes.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { createRouter } from './router.ts';

const asked: unknown[] = [];
const handlers = new Proxy({} as Handlers, {
	get: (_, route) => (input: unknown) => {
		asked.push(input);
		if (route === 'plugins.get') throw new DataFlareError('not_found', 'nobody', { hint: 'look', details: { a: 1 } });
		if (route === 'plugins.list') throw new TypeError('a slip of ours');
		if (route === 'stats.get') return Promise.reject('not even an error');
		return { input };
	},
});
const { request } = createRouter(handlers);

describe('a request', () => {
	it('to a route that does not exist is answered, whatever its name', async () => {
		for (const name of ['plugins.burn', '__proto__', 'constructor', 'toString', '']) {
			const answer = await request(name as 'plugins.list', {});
			expect(answer).toMatchObject({ ok: false, error: { code: 'not_found', message: expect.stringContaining(name) } });
		}
	});

	it('reaches its handler only once its input fits, defaults filled in', async () => {
		asked.length = 0;
		expect(await request('plugins.call', { name: 'x', fn: '' })).toMatchObject({
			ok: false,
			error: { code: 'invalid_input', message: expect.stringMatching(/^fn: /), details: { route: 'plugins.call' } },
		});
		expect(await request('plugins.call', { name: 'x', fn: 'f', extra: 1 } as never)).toMatchObject({
			ok: false,
			error: { code: 'invalid_input', message: expect.stringContaining('extra') },
		});
		expect(asked).toEqual([]);
		expect(await request('plugins.call', { name: 'x', fn: 'f' })).toMatchObject({ ok: true });
		expect(asked).toEqual([{ name: 'x', fn: 'f', result: true, trigger: 'library' }]);
	});

	it('never rejects: what a handler throws comes back as an error with a code', async () => {
		expect(await request('plugins.get', { name: 'x' })).toEqual({
			ok: false,
			error: { code: 'not_found', message: 'nobody', hint: 'look', details: { a: 1 } },
		});
		expect(await request('plugins.list', {})).toEqual({
			ok: false,
			error: { code: 'runtime', message: 'a slip of ours' },
		});
		expect(await request('stats.get', {})).toEqual({
			ok: false,
			error: { code: 'runtime', message: 'not even an error' },
		});
	});

	it('of any form to any route is answered with an envelope that can cross a process', async () => {
		await fc.assert(
			fc.asyncProperty(fc.constantFrom(...Object.keys(routes)), fc.anything(), async (name, input) => {
				const answer = await request(name as 'plugins.list', input as never);
				expect(typeof answer.ok).toBe('boolean');
				if (!answer.ok) structuredClone(answer);
			}),
		);
	});
});

it('of each write route is told what it did, also where it failed, and of no read and of nothing that was refused', async () => {
	for (const name of Object.keys(routes) as readonly (keyof typeof routes)[]) {
		const told: string[] = [];
		const parsed = { success: true, data: {} };
		const input: { safeParse(value: unknown): unknown } = routes[name].input;
		const fits = vi.spyOn(input, 'safeParse').mockReturnValue(parsed);
		const isWrite = routes[name].access === 'write';
		const works = createRouter(new Proxy({} as Handlers, { get: () => async () => null }), (route) => told.push(route));
		expect(await works.request(name, {} as never)).toMatchObject({ ok: true });
		expect(told).toEqual(isWrite ? [name] : []);
		const fails = createRouter(
			new Proxy({} as Handlers, { get: () => async () => Promise.reject(new Error('half-way')) }),
			(route) => told.push(`${route} failed`),
		);
		expect(await fails.request(name, {} as never)).toMatchObject({ ok: false });
		expect(told).toEqual(isWrite ? [name, `${name} failed`] : []);
		fits.mockRestore();
		await works.request(name, 'no input of any route' as never);
		expect(told).toHaveLength(isWrite ? 2 : 0);
	}
});
