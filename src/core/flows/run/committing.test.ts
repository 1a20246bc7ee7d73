import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { statesInMemory } from '../../../../test/support/flows/states-in-memory.ts';
import { scratchFolder } from '../../../../test/support/scratch/scratch.ts';
import { writeFileConfigSchema } from '../../../shared/flow/flow-file.ts';
import type { FlowEdge } from '../../../shared/flow/flow-graph.ts';
import { batchOf } from '../../../shared/sandbox/batch.ts';
import { openFlowWriter } from '../io/open-writer.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { FlowPart } from './flow-parts.ts';
import { countsOf, runParts } from './run-parts.ts';
import { FlowTally } from './tally/flow-tally.ts';

const scratch = scratchFolder();
const RECORDS = 500;
const lines = Array.from({ length: RECORDS }, (_, n) => `{"n":${n}}\n`).join('');

const reader: FlowPart = {
	name: 'in',
	resumes: true,
	kind: 'reader',
	async open(at) {
		let next = Number(at?.at ?? 0);
		return {
			totalBytes: RECORDS,
			get bytesRead() {
				return next;
			},
			next: async () => (next >= RECORDS ? null : batchOf([Buffer.from(`{"n":${next++}}`)])),
			position: () => ({ at: next }),
			close: async () => undefined,
		};
	},
};

/** A file of the flow's; `committed` is called once it has its name. */
function writing(component: number, path: string, committed: () => void = () => undefined): FlowPart {
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
	const parts = [
		reader,
		writing(1, first, () => {
			// Once all of them could have their names.
			if (!isTaken) mkdirSync(second);
			isTaken = true;
		}),
		writing(2, second),
		writing(3, third),
	];
	const edges: readonly FlowEdge[] = [1, 2, 3].map((to) => ({ from: 0, port: 'out', to }));
	const kept: Checkpoint[] = [];
	const run = (from: Checkpoint | null) =>
		runParts({
			plan: { parts, edges },
			tally: new FlowTally(edges, parts.length, 0, countsOf(from), Date.now),
			listener: {
				entered: () => undefined,
				left: () => undefined,
				refused: async () => undefined,
				changed: () => undefined,
				lingers: () => undefined,
				another: () => undefined,
				wentBack: () => undefined,
				noCheckpoint: (error) => {
					throw error;
				},
				begun: () => undefined,
			},
			from,
			save: (checkpoint) => void kept.push(structuredClone(checkpoint)),
			states: statesInMemory,
			every: { parcels: 100 },
			signal: new AbortController().signal,
			finishing: new AbortController().signal,
			now: Date.now,
		});
	const failed = await run(null);
	expect(failed).toMatchObject({ position: 2, error: { details: { reason: 'output_is_folder', there: [first] } } });
	expect(failed?.error.message).toContain(`What the flow wrote to ${first} is there already, whole.`);
	expect(readFileSync(first, 'utf8')).toBe(lines);
	expect(existsSync(third)).toBe(false);
	rmdirSync(second);
	expect(await run(kept.at(-1) ?? expect.fail('no checkpoint'))).toBeNull();
	for (const path of [first, second, third]) expect(readFileSync(path, 'utf8')).toBe(lines);
	expect(readdirSync(scratch.path).toSorted()).toEqual(['first.ndjson', 'second.ndjson', 'third.ndjson']);
});
