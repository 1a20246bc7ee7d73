import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

let scratch: ScratchCore;

/** Answers the number of each record among all that this instance was given, from 101 on. */
const numbering = `(module (memory (export "memory") 1) (global $last (mut i32) (i32.const 100))
	(func (export "alloc") (param i32) (result i32) (i32.const 64))
	(func (export "process_data") (param i32 i32) (result i32)
		(global.set $last (i32.add (global.get $last) (i32.const 1)))
		(i32.store (i32.const 16) (i32.const 3))
		(i32.store8 (i32.const 20) (i32.const 49))
		(i32.store8 (i32.const 21) (i32.add (i32.const 48) (i32.rem_u (i32.div_u (global.get $last) (i32.const 10)) (i32.const 10))))
		(i32.store8 (i32.const 22) (i32.add (i32.const 48) (i32.rem_u (global.get $last) (i32.const 10))))
		(i32.const 16)))`;

beforeAll(async () => {
	scratch = await scratchCore({ watch: false });
	await scratch.ask('plugins.install', { path: await scratch.plugin('alone', numbering, { encoding: 'json' }) });
});
afterAll(() => scratch.dispose());

interface Idle {
	readonly pid?: number | undefined;
	readonly generation: number;
}

const ways = {
	'a person stops it': {
		end: async ({ generation }: Idle) => {
			expect(await scratch.ask('sandboxes.stop', { generation })).toEqual({ stopped: true });
		},
		error: { code: 'cancelled', message: expect.stringContaining('was stopped on request') },
		status: 'cancelled',
	},
	'something kills it': {
		end: async ({ pid }: Idle) => {
			process.kill(pid ?? expect.fail('no process'), 'SIGKILL');
		},
		error: { code: 'runtime', message: expect.stringContaining('ended by signal SIGKILL between calls') },
		status: 'failed',
	},
} as const;

it.each(Object.keys(ways) as (keyof typeof ways)[])(
	'a plain run ends with its instance, and no other one goes on with records that it was not given: %s',
	async (way) => {
		for (const more of [['5'], ['5', '6', '7', '8', '9', '10']]) {
			const input = new PassThrough();
			const output = new PassThrough();
			let text = '';
			output.on('data', (data) => {
				text += String(data);
			});
			const failed = scratch.fail('streams.run', {
				plugin: 'alone',
				input: { kind: 'stream', id: scratch.core().attachInput(input) },
				output: { kind: 'stream', id: scratch.core().attachOutput(output) },
				format: 'ndjson',
				batch: 2,
			});
			input.write('1\n2\n3\n4\n');
			await eventually(() => Promise.resolve(text === '101\n102\n103\n104\n'));
			const idle = await idleOf('alone');
			await ways[way].end(idle);
			await eventually(async () => !(await scratch.ask('sandboxes.list', {})).some(({ pid }) => pid === idle.pid));
			input.end(`${more.join('\n')}\n`);
			const error = await failed;
			expect(error).toMatchObject(ways[way].error);
			// No record is to blame.
			expect(error.details).not.toHaveProperty('record');
			expect(error.message).not.toMatch(/^record/);
			expect(text).toBe('101\n102\n103\n104\n');
			const run = await scratch.ask('runs.get', { id: String(error.details?.['runId']) });
			expect(run.status).toBe(ways[way].status);
		}
	},
);

async function idleOf(plugin: string): Promise<Idle> {
	const find = async (): Promise<Idle | undefined> =>
		(await scratch.ask('sandboxes.list', {})).find((one) => one.plugin === plugin && one.state === 'idle');
	await eventually(async () => (await find()) !== undefined);
	return (await find()) ?? expect.fail('no idle process');
}
