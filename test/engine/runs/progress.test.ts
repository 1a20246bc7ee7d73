import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Events } from '../../../src/shared/api/events.ts';
import { sayingAll, sayingForEver } from '../../support/guests/progress-guest.ts';
import { eventually, type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

type Progress = Events['run.progress'];

let scratch: ScratchCore;
const heard: Progress[] = [];
beforeAll(async () => {
	scratch = await scratchCore({ watch: false });
	scratch.core().on('run.progress', (progress) => heard.push(progress));
});
afterAll(() => scratch.dispose());

const install = async (name: string, text: string, ms = 60_000, type = 'processor'): Promise<void> => {
	const path = await scratch.plugin(name, text, { type, timeout_ms: ms, security_policy: { max_execution_time: ms } });
	await scratch.ask('plugins.install', { path, grant: { max_execution_time: ms } });
};
const last = (id: string): Progress | undefined => heard.findLast((progress) => progress.id === id);

describe('what a plugin says of its progress', () => {
	it.each([
		[
			'as it is',
			[
				['0', '40'],
				['30', '40'],
			],
			{ done: 30, total: 40 },
		],
		['without a whole', [['7', '0']], { done: 7, total: 0 }],
		['never beyond its whole', [['9', '3']], { done: 3, total: 3 }],
		['without what cannot be', [['-5', '-1']], { done: 0, total: 0 }],
		[
			'of the largest that there are',
			[['0x7fffffffffffffff', '0x7fffffffffffffff']],
			{
				done: Number.MAX_SAFE_INTEGER,
				total: Number.MAX_SAFE_INTEGER,
			},
		],
	] as const)('is told of a call %s', async (what, said, expected) => {
		const name = what.replaceAll(' ', '-');
		await install(name, sayingAll(said));
		const { runId } = await scratch.ask('plugins.call', { name, fn: 'process_data', input: '{}' });
		expect(last(runId)).toMatchObject({ stages: [{ plugin: name, said: expected }] });
	});

	it('is nothing of a call that says nothing', async () => {
		await install('silent', sayingAll([]));
		const { runId } = await scratch.ask('plugins.call', { name: 'silent', fn: 'process_data', input: '{}' });
		expect(last(runId)).toBeUndefined();
	});

	it('is told while the call goes on, to whoever asks in between as well, and no longer afterwards', async () => {
		await install('busy', sayingForEver(30, 100));
		const runId = 'abcdef012345';
		const call = scratch.core().request('plugins.call', { name: 'busy', fn: 'process_data', input: '{}', runId });
		await eventually(() => last(runId) !== undefined);
		expect(await scratch.ask('runs.progress', { id: runId })).toMatchObject({
			id: runId,
			stages: [{ said: { done: 30, total: 100 } }],
		});
		await scratch.ask('runs.cancel', { id: runId });
		expect((await call).ok).toBe(false);
		expect(await scratch.ask('runs.progress', { id: runId })).toBeNull();
	});

	it('is told of each stage of a chain, apart from what was counted', async () => {
		await install('second', sayingAll([['2', '0']]));
		const two = `(module (import "env" "host_progress" (func $progress (param i64 i64))) (memory (export "memory") 1)
			(data (i32.const 16) "\\02\\00\\00\\00{}") (global $left (mut i32) (i32.const 2))
			(func (export "read_data") (result i32)
				(call $progress (i64.const 1) (i64.const 4))
				(if (result i32) (global.get $left)
					(then (global.set $left (i32.sub (global.get $left) (i32.const 1))) (i32.const 16))
					(else (i32.const 0)))))`;
		await install('two', two, 60_000, 'source');
		const run = await scratch.ask('chains.run', {
			chain: { definition: { name: 'both', components: [{ name: 'two' }, { name: 'second' }] } },
		});
		expect(last(run.id)).toMatchObject({
			recordsIn: 2,
			stages: [
				{ plugin: 'two', recordsOut: 2, said: { done: 1, total: 4 } },
				{ plugin: 'second', recordsIn: 2, said: { done: 2, total: 0 } },
			],
		});
	});

	it('is announced ten times a second at the most, however often it is said', async () => {
		const many = Array.from({ length: 3_000 }, (_, index) => [String(index), '3000'] as const);
		await install('often', sayingAll(many));
		const { runId, run } = await scratch.ask('plugins.call', { name: 'often', fn: 'process_data', input: '{}' });
		const told = heard.filter(({ id }) => id === runId);
		expect(told.length).toBeLessThanOrEqual((run.durationMs ?? 0) / 100 + 3);
		expect(told.at(-1)).toMatchObject({ stages: [{ said: { done: 2_999, total: 3_000 } }] });
	});
});
