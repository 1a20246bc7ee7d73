import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireError } from '../../src/shared/errors/errors.ts';
import type { RunDetail } from '../../src/shared/run/run.ts';
import { newRunId } from '../../src/shared/run/run-id.ts';
import { sample } from '../support/scratch/samples.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';
import { readOnly } from '../support/trouble.ts';

const COUNT = 60_000;
let scratch: ScratchCore;
let folders = 0;
beforeAll(async () => {
	scratch = await scratchCore({ checkpointEveryMs: 20 });
	await scratch.ask('plugins.install', { path: sample('row-filter') });
	await scratch.ask('policy.set', { name: 'row-filter', policy: {} });
});
afterAll(() => scratch.dispose());

/** More than is read ahead. */
const text = Array.from({ length: COUNT }, (_, n) => `{"n":${n},"more":"${'x'.repeat(80)}"}\n`).join('');
const lines = (): string => text;
const file = (name: string): string => join(scratch.folder, String(folders), name);
/** Under their names; what a run has not finished lies hidden beside them. */
const whole = (): readonly string[] => readdirSync(file('out')).filter((name) => !name.startsWith('.'));

async function resumed(run: string): Promise<void> {
	expect(await scratch.ask('flows.resume', { run })).toMatchObject({ status: 'succeeded', resumes: run });
	expect(readFileSync(file('out/out.ndjson'), 'utf8')).toBe(lines());
	expect(readdirSync(file('out'))).toEqual(['out.ndjson']);
}

interface Asked {
	readonly input: string;
	readonly what: () => void;
}

/** Runs a flow, and does something to its files once it is in the middle of them. */
async function during({
	input,
	what,
}: Asked): Promise<{ run: RunDetail | null; error: WireError | null; runId: string }> {
	const runId = newRunId();
	let isDone = false;
	const stop = scratch.core().on('run.progress', ({ id, recordsIn }) => {
		if (isDone || id !== runId || recordsIn < 2000) return;
		isDone = true;
		what();
	});
	const definition = {
		name: 'middle',
		batch_size: 100,
		components: [
			{ name: 'source', use: 'read-file', config: { path: file(input) } },
			{ name: 'only', plugin: 'row-filter', inputs: ['source'], config: { where: { field: 'n', op: 'ge', value: 0 } } },
			{ name: 'target', use: 'write-file', inputs: ['only'], config: { path: file('out/out.ndjson') } },
		],
	};
	const answer = await scratch.core().request('flows.run', { flow: { definition: definition as never }, runId });
	stop();
	expect(isDone).toBe(true);
	return answer.ok ? { run: answer.data, error: null, runId } : { run: null, error: answer.error, runId };
}

function begin(name: string, content: string | Buffer): void {
	mkdirSync(join(scratch.folder, String(++folders), 'out'), { recursive: true });
	writeFileSync(file(name), content);
}

describe('in the middle of a flow', () => {
	it('an input that another takes the name of, or that is gone, is read to its end', async () => {
		for (const what of [
			() => {
				writeFileSync(file('other'), '{"n":-1}\n');
				renameSync(file('other'), file('in.ndjson'));
			},
			() => rmSync(file('in.ndjson')),
		]) {
			begin('in.ndjson', lines());
			const { run } = await during({ input: 'in.ndjson', what });
			expect(run).toMatchObject({ status: 'succeeded', recordsIn: COUNT });
			expect(readFileSync(file('out/out.ndjson'), 'utf8')).toBe(lines());
		}
	});

	it('an input that grows is read to where it ends by then', async () => {
		begin('in.ndjson', lines());
		const what = (): void => writeFileSync(file('in.ndjson'), '{"n":1}\n', { flag: 'a' });
		const { run } = await during({ input: 'in.ndjson', what });
		expect(run).toMatchObject({ status: 'succeeded', recordsIn: COUNT + 1 });
	});

	it.each(['in.ndjson', 'in.ndjson.gz'])(
		'an input that shrinks (%s) ends the run, which names it, and nothing goes on in what is left',
		async (input) => {
			begin(input, input.endsWith('.gz') ? gzipSync(lines(), { level: 0 }) : lines());
			const { error, runId } = await during({ input, what: () => truncateSync(file(input), 300_000) });
			expect(error).toMatchObject({ code: 'conflict', details: { reason: 'flow_input_smaller', component: 0 } });
			expect(error?.message).toContain(`components[0] (source): ${file(input)} has fewer bytes than before`);
			expect(whole()).toEqual([]);
			expect(await scratch.fail('flows.resume', { run: runId, accept: true })).toMatchObject({
				code: 'conflict',
				message: expect.stringContaining(file(input)),
				details: { reason: 'resume_other_file', component: 0 },
			});
		},
	);

	it('an output folder that becomes read-only ends the run, which names it, and is gone on with afterwards', async ({
		skip,
	}) => {
		begin('in.ndjson', lines());
		const made: ReturnType<typeof readOnly>[] = [];
		const what = (): void => void made.push(readOnly(file('out')));
		const { error, runId } = await during({ input: 'in.ndjson', what });
		const [trouble] = made;
		if (trouble === undefined || 'impossible' in trouble) return skip(trouble?.impossible ?? 'it was not tried');
		trouble.undo();
		expect(error).toMatchObject({ code: 'storage', details: { reason: 'not_writable', component: 2 } });
		expect(error?.message).toContain(`components[2] (target): ${file('out/out.ndjson')} cannot be written`);
		expect(whole()).toEqual([]);
		await resumed(runId);
	});

	it('a folder in the place of the output ends the run, which names it, and is gone on with once it is away', async () => {
		begin('in.ndjson', lines());
		const { error, runId } = await during({ input: 'in.ndjson', what: () => mkdirSync(file('out/out.ndjson')) });
		expect(error).toMatchObject({ details: { reason: 'output_is_folder', component: 2 } });
		expect(error?.message).toContain(`components[2] (target): ${file('out/out.ndjson')} is a folder`);
		rmSync(file('out/out.ndjson'), { recursive: true });
		await resumed(runId);
	});

	it('a file that another program puts in the place of the output is replaced at the end, as a whole', async () => {
		begin('in.ndjson', lines());
		const what = (): void => writeFileSync(file('out/out.ndjson'), 'mine');
		const { run } = await during({ input: 'in.ndjson', what });
		expect(run).toMatchObject({ status: 'succeeded' });
		expect(readFileSync(file('out/out.ndjson'), 'utf8')).toBe(lines());
	});

	it('an output that somebody removes half-written ends the run, which names it, and begins anew only', async () => {
		begin('in.ndjson', lines());
		const what = (): void => {
			for (const name of readdirSync(file('out'))) rmSync(file(`out/${name}`));
		};
		const { error, runId } = await during({ input: 'in.ndjson', what });
		const gone = { code: 'conflict', details: { reason: 'flow_part_gone', component: 2 } };
		expect(error).toMatchObject(gone);
		expect(error?.message).toContain(
			`components[2] (target): What was written of ${file('out/out.ndjson')} so far is gone`,
		);
		expect(readdirSync(file('out'))).toEqual([]);
		expect(await scratch.fail('flows.resume', { run: runId })).toMatchObject(gone);
		expect(readdirSync(file('out'))).toEqual([]);
	});
});
