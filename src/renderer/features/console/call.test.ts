import { expect, it } from 'vitest';
import type { Act } from '../../client/engine.tsx';
import { runCases } from './call.ts';

it('saved cases run with the configuration that the console shows, as calls from there do', async () => {
	const asked: unknown[] = [];
	const act = (async (_route: string, input: unknown) => {
		asked.push(input);
		return { runId: '0123456789ab' };
	}) as unknown as Act;
	const one = { plugin: 'mask', fn: 'process_data', input: '{}', createdAt: 0 };
	const cases = [
		{ ...one, id: 1, name: 'first' },
		{ ...one, id: 2, name: 'second' },
	];
	const keep = {};
	await runCases(act, 'mask', 'json', { keep, config: { sign: '#' } }, cases);
	await runCases(act, 'mask', 'json', { keep }, cases.slice(0, 1));
	expect(asked).toMatchObject([{ config: { sign: '#' } }, { config: { sign: '#' } }, {}]);
	expect(asked[2]).not.toHaveProperty('config');
});
