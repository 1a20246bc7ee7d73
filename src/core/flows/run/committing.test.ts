import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { edge, nothing, reading, run, writing } from '../../../../test/support/flows/scripted-flow.ts';
import { scratchFolder } from '../../../../test/support/scratch/scratch.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { writeFileConfigSchema } from '../../../shared/flow/flow-file.ts';
import { openFlowWriter } from '../io/open-writer.ts';
import type { RunnableComponent } from './runnable-flow.ts';

const scratch = scratchFolder();
const RECORDS = 500;
const lines = Array.from({ length: RECORDS }, (_, n) => `{"n":${n}}\n`).join('');

/** A file of the flow's; `committed` is called once it has its name. */
function writingFile(component: number, path: string, committed: () => void = () => undefined): RunnableComponent {
	return {
		name: `out${component}`,
		resumes: true,
		kind: 'writer',
		async open(at, signal) {
			const config = writeFileConfigSchema.parse({ path });
			const ownPlaces = () => ({ sealed: [], unwritable: [], handedOver: [], windows: false, folds: false });
			const noteFolder = (): void => undefined;
			// Lines need no thread.
			const threads = { entry: () => expect.fail('no thread'), pluginsDir: null };
			const whole = { run: 'onerun', component, noteFolder, ownPlaces, signal, threads, from: at ?? undefined };
			const writer = await openFlowWriter(config, whole);
			return {
				write: (batch) => writer.write(batch),
				position: () => writer.position(),
				prepare: () => writer.prepare(),
				async commit() {
					await writer.commit();
					committed();
				},
				abandon: () => writer.abandon(),
				suspend: () => writer.suspend(),
			};
		},
	};
}

it('of several files, those that have their names are told where the next cannot have its own, and a resumed run gives it that', async () => {
	const [first, second, third] = ['first', 'second', 'third'].map((name) => join(scratch.path, `${name}.ndjson`)) as [
		string,
		string,
		string,
	];
	let isTaken = false;
	const components = [
		reading('in', RECORDS, { text: (n) => `{"n":${n}}` }),
		writingFile(1, first, () => {
			// Once all of them could have their names.
			if (!isTaken) mkdirSync(second);
			isTaken = true;
		}),
		writingFile(2, second),
		writingFile(3, third),
	];
	const edges = [1, 2, 3].map((to) => edge(0, to));
	const { failure, checkpoints } = await run(components, edges, { every: 100 });
	expect(failure).toMatchObject({ position: 2, error: { details: { reason: 'output_is_folder', there: [first] } } });
	expect(failure?.error.message).toContain(`What the flow wrote to ${first} is there already, whole.`);
	expect(readFileSync(first, 'utf8')).toBe(lines);
	expect(existsSync(third)).toBe(false);
	rmdirSync(second);
	const from = checkpoints.at(-1) ?? expect.fail('no checkpoint');
	expect((await run(components, edges, { every: 100, from })).failure).toBeNull();
	for (const path of [first, second, third]) expect(readFileSync(path, 'utf8')).toBe(lines);
	expect(readdirSync(scratch.path).toSorted()).toEqual(['first.ndjson', 'second.ndjson', 'third.ndjson']);
});

it('several files get their names together, or none of them where one cannot', async () => {
	const named: string[] = [];
	const first = writing('first', nothing, { commit: async () => void named.push('first') });
	const failing = writing('second', nothing, {
		prepare: () => Promise.reject(new DataFlareError('invalid_input', 'a folder')),
	}).component;
	const ran = await run([reading('a', 5), first.component, failing], [edge(0, 1), edge(0, 2)]);
	expect(ran.failure).toMatchObject({ position: 2, error: { message: 'a folder' } });
	expect(named).toEqual([]);
});

describe('what goes to a pipe', () => {
	/** `take`: resolves when the last of it is read. */
	function piping(take: () => Promise<void>) {
		const happened: string[] = [];
		const component: RunnableComponent = {
			name: 'pipe',
			resumes: true,
			kind: 'writer',
			open: async (_, signal) => ({
				isSpecial: true,
				write: async () => undefined,
				position: () => Promise.reject(new Error('a pipe has none')),
				prepare: async () => null,
				commit: async () => {
					const stopped = new Promise((_resolve, reject) => {
						signal.addEventListener('abort', () => reject(new DataFlareError('cancelled', 'nobody reads')), {
							once: true,
						});
					});
					await Promise.race([take(), stopped]);
					happened.push('commit');
				},
				abandon: async () => void happened.push('abandon'),
				suspend: async () => void happened.push('suspend'),
			}),
		};
		return { component, happened };
	}

	it('has no checkpoints, and the flow ends well without them', async () => {
		const { component, happened } = piping(async () => undefined);
		const ran = await run([reading('a', 50), component], [edge(0, 1)], { every: 5 });
		expect([ran.failure, ran.checkpoints, happened]).toEqual([null, [], ['commit']]);
	});

	it('can be cancelled while nobody reads the last of it, before any file has got its name', async () => {
		const cancelling = new AbortController();
		const { component, happened } = piping(async () => {
			cancelling.abort(new DataFlareError('cancelled', 'enough'));
			return new Promise<void>(() => undefined);
		});
		let isCommitted = false;
		const out = writing('out', nothing, {
			commit: async () => {
				isCommitted = true;
			},
		});
		const ran = await run([reading('a', 50), out.component, component], [edge(0, 1), edge(0, 2)], {
			signal: cancelling.signal,
		});
		expect(ran.failure?.error).toMatchObject({ code: 'cancelled', message: 'enough' });
		expect([isCommitted, happened]).toEqual([false, ['abandon']]);
	});
});
