import { describe, expect, it } from 'vitest';
import { failure, loadError, loadGuest } from '../../../test/support/guests/in-process-guest.ts';

const page = 65_536;
const input = { kind: 'value', data: new Uint8Array(page).fill(0x20) } as const;

/** Has a memory of so many pages, and no allocator unless `more` has one. */
const guest = (memory: string, more = '') => `(module (memory (export "memory") ${memory}) ${more}
	(func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))`;
const alloc = (body: string) => `(func (export "alloc") (param i32) (result i32) ${body})`;

describe('no room in a guest', () => {
	it.each([
		['the module itself allows no more than it has', guest('1 1'), 'memory_own_maximum'],
		[
			'the module itself allows little, and its allocator fails',
			guest('1 1', alloc('(i32.const 0)')),
			'memory_own_maximum',
		],
		['its grant allows no more', guest('16', alloc('(i32.const 0)')), 'memory_full'],
		['its grant allows no more, and it has no allocator', guest('16'), 'memory_full'],
		['its own allocator does not ask for any', guest('1', alloc('(i32.const 0)')), 'allocator_refused'],
	])('is blamed on who is to blame: %s', async (_what, source, reason) => {
		for (const memoryWay of ['flag', 'rewrite'] as const) {
			const { error } = await failure(
				await loadGuest(source, { memoryWay, memoryLimitBytes: 16 * page }),
				'process_data',
				input,
			);
			expect(error).toMatchObject({ code: 'memory_limit', details: { reason } });
			expect(error.hint?.includes('max_memory')).toBe(reason === 'memory_full');
		}
	});

	it('is blamed on who is to blame where the guest gave up', async () => {
		const givesUp = (memory: string) =>
			`(module (memory (export "memory") ${memory}) (func (export "run") (result i32) unreachable))`;
		const run = async (memory: string) => {
			const loaded = await loadGuest(givesUp(memory), { memoryLimitBytes: 16 * page });
			return (await failure(loaded, 'run', { kind: 'value', data: null })).error;
		};
		expect(await run('4 4')).toMatchObject({ code: 'memory_limit', details: { reason: 'memory_own_maximum' } });
		expect(await run('15')).toMatchObject({ code: 'memory_limit', details: { reason: 'memory_full' } });
		expect(await run('4')).toMatchObject({ code: 'plugin_execution' });
	});
});

describe('a start that fails', () => {
	it.each([
		['_initialize', '(func (export "_initialize") unreachable)'],
		['plugin_init', '(func (export "plugin_init") (param i32 i32) (result i32) unreachable)'],
		['start function', '(func $s unreachable) (start $s)'],
	])('is told of what failed: %s', async (name, source) => {
		const error = await loadError(
			`(module (memory (export "memory") 2) ${source} (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))`,
		);
		expect(error).toMatchObject({ code: 'plugin_load', message: expect.stringMatching(new RegExp(`^${name}: `)) });
	});
});
