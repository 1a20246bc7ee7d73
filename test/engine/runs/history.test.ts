import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answering, type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore();
	await scratch.ask('plugins.install', {
		path: await scratch.plugin('talker', answering('{"ok":true}')),
		grant: { allow_network: false } as never,
	});
	for (let count = 0; count < 3; count++)
		await scratch.ask('plugins.call', { name: 'talker', fn: 'process_data', input: '{}' });
	await scratch.fail('plugins.call', { name: 'talker', fn: 'nothing_of_the_kind', input: '{}' });
});
afterAll(() => scratch.dispose());

describe('the history through the contract', () => {
	it('tells how runs went over time and what each plugin did', async () => {
		const stats = await scratch.ask('runs.stats', { plugin: 'talker' });
		const { total } = await scratch.ask('runs.list', { plugin: 'talker' });
		expect(stats.total).toBe(total);
		expect(stats.buckets.reduce((sum, bucket) => sum + bucket.succeeded, 0)).toBe(3);
		expect(stats.medianMs).toBeGreaterThanOrEqual(0);
		const [activity] = await scratch.ask('plugins.activity', { since: Date.now() - 60_000, buckets: 6 });
		expect(activity).toMatchObject({ plugin: 'talker', runs: total, denials: 0 });
		expect(activity?.buckets).toHaveLength(6);
		expect(await scratch.fail('runs.stats', { buckets: 0 })).toMatchObject({ code: 'invalid_input' });
	});

	it('exports in parts, and takes ids or a query but not both', async () => {
		const { runs } = await scratch.ask('runs.list', { status: 'succeeded' });
		const first = await scratch.ask('runs.export', { format: 'ndjson', query: { status: 'succeeded' }, limit: 2 });
		const rest = await scratch.ask('runs.export', {
			format: 'ndjson',
			query: { status: 'succeeded' },
			...(first.cursor === null ? {} : { cursor: first.cursor }),
		});
		const lines = (first.text + rest.text).trimEnd().split('\n');
		expect(lines.map((line) => JSON.parse(line))).toEqual(runs);
		expect(rest.cursor).toBeNull();
		expect(await scratch.fail('runs.export', { format: 'csv', ids: [], query: {} })).toMatchObject({
			code: 'invalid_input',
			message: expect.stringContaining('not both'),
		});
	});

	it('keeps test cases and settings over a restart, and refuses what a setting may not be', async () => {
		const saved = await scratch.ask('cases.save', {
			plugin: 'talker',
			name: 'says so',
			fn: 'process_data',
			input: '{}',
			expected: { ok: true },
		});
		const filter = { name: 'failures', query: { status: 'failed', text: 'slow' }, last_ms: 3_600_000 } as const;
		await scratch.ask('settings.set', { key: 'saved_filters', value: [filter] });
		await scratch.ask('settings.set', { key: 'ceiling_memory', value: 33_554_432 });
		await scratch.ask('settings.set', { key: 'time_format', value: 'relative' });
		await scratch.restart();
		expect(await scratch.ask('cases.list', { plugin: 'talker' })).toEqual([saved]);
		expect(await scratch.ask('settings.get', {})).toMatchObject({
			saved_filters: [filter],
			ceiling_memory: 33_554_432,
			time_format: 'relative',
			first_start_done: false,
			last_seen_ms: 0,
		});
		for (const [key, value] of [
			['saved_filters', [{ name: 'x', query: { colour: 'red' } }]],
			['saved_filters', Array.from({ length: 101 }, () => filter)],
			['ceiling_memory', -1],
			['ceiling_time', 0],
			['time_format', 'stardate'],
		] as const)
			expect(await scratch.fail('settings.set', { key, value } as never)).toMatchObject({
				code: 'invalid_input',
			});
		await scratch.ask('cases.remove', { id: saved.id });
		expect(await scratch.fail('cases.save', { ...saved, createdAt: undefined } as never)).toMatchObject({
			code: 'invalid_input',
		});
		const { createdAt: _, ...rest } = saved;
		expect(await scratch.fail('cases.save', rest as never)).toMatchObject({ code: 'not_found' });
	});

	it('lists log lines and deletes runs by a query', async () => {
		expect(await scratch.ask('logs.list', { plugin: 'talker', level: 'error', text: 'nothing' })).toEqual([]);
		const { total } = await scratch.ask('runs.list', { status: 'succeeded' });
		expect(await scratch.ask('runs.remove', { query: { status: 'succeeded' } })).toMatchObject({ removed: total });
		expect((await scratch.ask('runs.list', { status: 'succeeded' })).total).toBe(0);
		expect(await scratch.fail('runs.remove', {} as never)).toMatchObject({ code: 'invalid_input' });
	});
});
