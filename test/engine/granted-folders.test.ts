import { afterAll, beforeAll, expect, it } from 'vitest';
import { securityPolicySchema } from '../../src/shared/policy/security-policy.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

/** Answers with whether a folder is open from its beginning; counts its calls as long as it lives. */
const module = `(module
	(import "wasi_snapshot_preview1" "fd_prestat_get" (func $prestat (param i32 i32) (result i32)))
	(import "wasi_snapshot_preview1" "path_open"
		(func (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
	(memory (export "memory") 1)
	(global $calls (mut i32) (i32.const 0))
	(func (export "alloc") (param i32) (result i32) (i32.const 1024))
	(func (export "_initialize"))
	(func (export "process_data") (param i32 i32) (result i32)
		(global.set $calls (i32.add (global.get $calls) (i32.const 1)))
		(i32.store (i32.const 16) (i32.const 5))
		(i32.store8 (i32.const 20) (i32.const 91))
		(i32.store8 (i32.const 21) (i32.add (i32.const 48) (i32.eqz (call $prestat (i32.const 3) (i32.const 64)))))
		(i32.store8 (i32.const 22) (i32.const 44))
		(i32.store8 (i32.const 23) (i32.add (i32.const 48) (global.get $calls)))
		(i32.store8 (i32.const 24) (i32.const 93))
		(i32.const 16)))`;

let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore();
	await scratch.ask('plugins.install', { path: await scratch.plugin('looker', module) });
});
afterAll(() => scratch.dispose());

const called = async () =>
	(await scratch.ask('plugins.call', { name: 'looker', fn: 'process_data', input: '1' })).value;
const grant = (paths: readonly string[], more: object = {}) => {
	const policy = securityPolicySchema.parse({ allow_file_system: paths.length > 0, allowed_paths: paths, ...more });
	return scratch.ask('policy.set', { name: 'looker', policy });
};

it('is seen by the next call of a WASI guest that runs already, and taken away by the one after', async () => {
	expect(await called()).toEqual([0, 1]);
	expect(await called()).toEqual([0, 2]);
	await grant(['.']);
	expect(await called()).toEqual([1, 1]);
	// What concerns no folder lets it live on.
	await grant(['.'], { allow_network: true, allowed_hosts: ['example.com'] });
	expect(await called()).toEqual([1, 2]);
	await grant([]);
	expect(await called()).toEqual([0, 1]);
});
