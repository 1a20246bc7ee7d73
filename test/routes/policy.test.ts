import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let scratch: ScratchCore;

beforeEach(async () => {
	scratch = await scratchCore({ spares: 0 });
});
afterEach(() => scratch.dispose());

/** Reads a file for each call of `process_data`, and a variable for each call of `ask_env`. */
const thief = `(module
	(import "env" "host_read_file" (func $read (param i32 i32 i64 i32) (result i32)))
	(import "env" "host_get_env" (func $env (param i32 i32) (result i32)))
	(memory (export "memory") 1)
	(data (i32.const 16) "/srv/secret.txt")
	(data (i32.const 64) "API_TOKEN")
	(func (export "process_data") (param i32 i32) (result i32)
		(drop (call $read (i32.const 16) (i32.const 15) (i64.const 0) (i32.const 9))) (i32.const 0))
	(func (export "ask_env") (param i32 i32) (result i32)
		(drop (call $env (i32.const 64) (i32.const 9))) (i32.const 0)))`;

describe('what a plugin was refused lately', () => {
	async function refusedThrice(): Promise<void> {
		await scratch.ask('plugins.install', { path: await scratch.plugin('thief', thief) });
		for (const fn of ['process_data', 'process_data', 'ask_env']) {
			await scratch.ask('plugins.call', { name: 'thief', fn, input: '{}' });
		}
	}

	it('is counted over its runs, with the entry that would allow it', async () => {
		await refusedThrice();
		const refused = await scratch.ask('policy.refused', { name: 'thief' });
		expect(refused.map(({ op, target, count, runs, entry }) => [op, target, count, runs, entry])).toEqual([
			['get_env', 'API_TOKEN', 1, 1, 'API_TOKEN'],
			['read_file', '/srv/secret.txt', 2, 2, '/srv/secret.txt:ro'],
		]);
		expect(refused[1]).toMatchObject({ rule: 'allow_file_system: false', allowedNow: false });
		const newest = await scratch.ask('runs.list', { plugin: 'thief' });
		expect(newest.runs.map(({ id }) => id).slice(0, 2)).toEqual(refused.map(({ lastRun }) => lastRun));
		expect(await scratch.ask('policy.refused', { name: 'thief', limit: 1 })).toEqual([refused[0]]);
	});

	it('is told to be allowed once the policy does', async () => {
		await refusedThrice();
		const policy = { ...lockedDown, allow_env_vars: true, allowed_env_vars: ['API_TOKEN'] };
		await scratch.ask('policy.set', { name: 'thief', policy });
		const refused = await scratch.ask('policy.refused', { name: 'thief' });
		expect(refused.map(({ target, allowedNow }) => [target, allowedNow])).toEqual([
			['API_TOKEN', true],
			['/srv/secret.txt', false],
		]);
	});

	it('of a plugin that is not there is an error, and of one that never ran is nothing', async () => {
		expect(await scratch.fail('policy.refused', { name: 'nobody' })).toMatchObject({ code: 'not_found' });
		await scratch.ask('plugins.install', { path: await scratch.plugin('thief', thief) });
		expect(await scratch.ask('policy.refused', { name: 'thief' })).toEqual([]);
	});
});

describe('a change of a policy', () => {
	it('is told by what it widens and what it narrows', async () => {
		const before = { ...lockedDown, allow_file_system: true, allowed_paths: ['/srv/in', '/srv/out:ro'] };
		const after = {
			...before,
			allowed_paths: ['/srv/in:ro', '/srv/out:ro'],
			allow_network: true,
			allowed_hosts: ['a.io'],
		};
		const { added, kept, dropped } = await scratch.ask('policy.compare', { before, after });
		expect(added.map(({ entry }) => entry)).toEqual(['a.io']);
		expect(kept.map(({ entry }) => entry)).toEqual(['/srv/in:ro', '/srv/out:ro']);
		expect(dropped.map(({ entry }) => entry)).toEqual(['/srv/in']);
	});

	it('that only switches a list off takes all of the list away', async () => {
		const before = { ...lockedDown, allow_env_vars: true, allowed_env_vars: ['A'] };
		const answer = await scratch.ask('policy.compare', { before, after: { ...before, allow_env_vars: false } });
		expect(answer).toMatchObject({ added: [], kept: [], dropped: [{ entry: 'A', subject: { kind: 'env' } }] });
	});
});
