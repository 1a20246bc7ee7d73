import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lockedDown } from '../../src/shared/policy/security-policy.ts';
import { wat } from '../support/guests/wat.ts';
import { answering, eventually, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';
import { type SwapStep, swapCases } from './cases/swaps.ts';

let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore();
});
afterAll(() => scratch.dispose());

const call = { fn: 'process_data', input: '1' } as const;
const start = (body: string): string =>
	`(module (memory (export "memory") 1) (func $s ${body}) (start $s)
		(func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))`;
const moduleFor = (answers: string): Promise<Uint8Array> => wat(answering(`"${answers}"`));

const answerOf = async (name: string): Promise<unknown> => (await scratch.ask('plugins.call', { name, ...call })).value;

async function act(step: SwapStep, name: string, file: string): Promise<void> {
	const manifest = join(file, '../plugin.json');
	const put = (bytes: Uint8Array): void => {
		writeFileSync(`${file}.new`, bytes);
		renameSync(`${file}.new`, file);
	};
	switch (step.do) {
		case 'rename':
			return put(await moduleFor(step.answers));
		case 'write':
			return writeFileSync(file, await moduleFor(step.answers));
		case 'half':
			return writeFileSync(file, (await moduleFor(step.answers)).subarray(0, 30));
		case 'truncate':
			return truncateSync(file, step.bytes);
		case 'text':
			return writeFileSync(step.file === 'module' ? file : manifest, step.text);
		case 'trap':
			return put(await wat(start('unreachable')));
		case 'loop':
			return put(await wat(start('(loop $l (br $l))')));
		case 'delete':
			return rmSync(file);
		case 'pipe':
			rmSync(file);
			return void execFileSync('mkfifo', [file]);
		case 'link-away':
			writeFileSync(join(scratch.folder, 'outside.wasm'), await moduleFor('outside'));
			rmSync(file);
			return symlinkSync(join(scratch.folder, 'outside.wasm'), file);
		case 'link-nowhere':
			rmSync(file);
			return symlinkSync('nowhere', file);
		case 'ask-for-files': {
			const text = JSON.parse(readFileSync(manifest, 'utf8')) as object;
			const asked = { ...text, security_policy: { allow_file_system: true, allowed_paths: ['/'] } };
			return writeFileSync(manifest, JSON.stringify(asked));
		}
		case 'flap': {
			const whole = await moduleFor('between');
			for (let turn = 0; turn < step.times; turn++) {
				writeFileSync(file, turn % 2 === 0 ? whole : whole.subarray(0, 40));
				await delay(20);
			}
			return;
		}
		case 'flip':
		case 'blink': {
			const outside = join(scratch.folder, `outside-of-${name}.wasm`);
			writeFileSync(outside, await moduleFor('outside'));
			const whole = await moduleFor('between');
			for (let turn = 0; turn < step.times; turn++) {
				rmSync(file, { force: true });
				if (turn % 2 === 1) writeFileSync(file, whole);
				else if (step.do === 'flip') symlinkSync(outside, file);
				await delay(20);
			}
			return;
		}
		case 'until':
			return eventually(async () => (await answerOf(name)) === step.answers);
		case 'wait':
			return void (await delay(step.ms));
	}
}

it.concurrent.each(swapCases.map((one, index) => ({ ...one, name: `swap-${index}` })))(
	'a plugin whose file $what answers without a pause, and in the end $expected',
	async ({ name, steps, expected }) => {
		const folder = await scratch.plugin(name, answering('"v1"'), { timeout_ms: 4_000 }, scratch.pluginsDir);
		const state = async (): Promise<string | undefined> =>
			(await scratch.ask('plugins.list', {})).find((plugin) => plugin.name === name)?.state;
		await eventually(async () => (await state()) === 'waiting_for_review');
		await scratch.ask('policy.set', { name, policy: lockedDown });
		const answers = new Set<unknown>();
		let going = true;
		const calling = (async () => {
			while (going) {
				answers.add(await answerOf(name));
				await delay(5);
			}
		})();
		for (const step of steps) await act(step, name, join(folder, `${name}.wasm`));
		const allowed = expected.split('|');
		await eventually(async () => allowed.includes(String(await answerOf(name))));
		// Long enough for whatever was put there last to have been taken up.
		await delay(1_200);
		going = false;
		await calling;
		expect(allowed).toContain(await answerOf(name));
		for (const answer of answers) expect(['v1', 'v2', 'between']).toContain(answer);
		// Whatever its files came to ask for, what it was granted is what a person wrote.
		const { effective } = await scratch.ask('policy.show', { name });
		expect(effective).toMatchObject({ allow_file_system: false, allow_network: false, allow_env_vars: false });
	},
);
