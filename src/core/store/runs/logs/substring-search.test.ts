import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aRun, ran, type ScratchStore, scratchStore } from '../../../../../test/support/scratch/scratch-store.ts';
import type { RunLogLine } from '../../../../shared/run/run.ts';
import type { Store } from '../../store.ts';

let scratch: ScratchStore;
let store: Store;
const runs = ['00000000000a', '00000000000b'] as const;
const levels = ['trace', 'debug', 'info', 'warn', 'error'] as const;
const plugins = ['p', 'q'] as const;
const letters = 'aAbBé.%_"*( -1报告ſK';
const text = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 3 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

beforeEach(() => {
	scratch = scratchStore();
	store = scratch.open();
});
afterEach(() => scratch.dispose());

function log(messages: readonly string[]): readonly RunLogLine[] {
	for (const id of runs) store.runs.start(aRun({ id }));
	for (const [at, message] of messages.entries()) {
		const level = levels[at % 5] ?? 'info';
		store.runs.log(runs[at % 3 === 0 ? 1 : 0] ?? '', { at, stage: 0, plugin: plugins[at % 2] ?? 'p', level, message });
	}
	return store.runs.lines({ limit: messages.length, afterId: 0 });
}

const held = (lines: readonly RunLogLine[], part: string): readonly RunLogLine[] =>
	lines.filter(({ message }) => message.toLowerCase().includes(part.toLowerCase()));

describe('a search through the lines of a log', () => {
	it('finds those that hold the text in any part of them, whatever its case', async () => {
		const line = fc.string({ unit: fc.constantFrom(...letters), maxLength: 12 });
		const [messages] = fc.sample(fc.array(line, { minLength: 2600, maxLength: 2600 }), { numRuns: 1, seed: 7 });
		const all = log(messages ?? []);
		expect(all).toHaveLength(2600);
		await fc.assert(
			fc.asyncProperty(
				text,
				fc.record({
					run: maybe(fc.constantFrom(...runs)),
					plugin: maybe(fc.constantFrom(...plugins)),
					level: maybe(fc.constantFrom(...levels)),
				}),
				maybe(fc.nat(2700)),
				maybe(fc.nat(2700)),
				fc.integer({ min: 1, max: 2700 }),
				async (part, source, afterId, beforeId, limit) => {
					const fitting = held(all, part).filter(
						(line) =>
							(source.run === undefined || line.runId === source.run) &&
							(source.plugin === undefined || line.plugin === source.plugin) &&
							(source.level === undefined || levels.indexOf(line.level) >= levels.indexOf(source.level)),
					);
					const ids = (lines: readonly RunLogLine[]) => lines.map(({ id }) => id);
					const after = fitting.filter(({ id }) => id > (afterId ?? 0));
					expect(await store.runs.findLines({ ...source, text: part, afterId })).toEqual({
						ids: ids(after),
						isAll: true,
					});
					const between = after.filter(({ id }) => beforeId === undefined || id < beforeId);
					expect(ids(await store.runs.linesWith({ ...source, text: part, afterId, beforeId, limit }))).toEqual(
						ids(afterId === undefined ? between.slice(-limit) : between.slice(0, limit)),
					);
				},
			),
			{ numRuns: 150 },
		);
	});

	it('finds parts of words, beginnings, ends and middles alike, and what stands across words', async () => {
		const [line] = log(['row 1,204: BadDate in "Straße"']);
		for (const part of ['ddat', 'date', 'bad', '204: b', 'STRAß', '"'])
			expect((await store.runs.findLines({ run: runs[1], text: part })).ids, part).toEqual([line?.id]);
		for (const part of ['bad date', 'date bad', '%', 'row*'])
			expect((await store.runs.findLines({ run: runs[1], text: part })).ids, part).toEqual([]);
	});

	it('finds what SQLite folds otherwise or not at all: other letters, marks of patterns, what follows a NUL', async () => {
		const messages = ['100% of Größe_1', 'ИМЯ поля', 'K is Kelvin', 'before\0After', 'back\\slash', 'İstanbul'];
		const all = log(messages);
		for (const part of ['100%', 'größe_', 'имя', 'k IS', 'after', 'e\0a', 'k\\s', 'i\u0307', 'stanbul', '%', '_', '\\'])
			expect((await store.runs.findLines({ text: part })).ids, part).toEqual(held(all, part).map(({ id }) => id));
	});

	it('reads long lines a few at a time, and misses none', async () => {
		const long = 'x'.repeat(60_000);
		const all = log(
			Array.from({ length: 40 }, (_, index) => `${long} ${index % 2 === 0 ? 'even' : 'odd'} ${long.length}`),
		);
		const even = held(all, 'EVEN').map(({ id }) => id);
		expect(even.length).toBeGreaterThan(10);
		expect((await store.runs.findLines({ text: 'EVEN' })).ids).toEqual(even);
		expect((await store.runs.linesWith({ text: 'even', limit: 7 })).map(({ id }) => id)).toEqual(even.slice(-7));
	});

	it('is done in pieces, between which the program goes on', async () => {
		log(Array.from({ length: 5000 }, (_, index) => `line ${index}`));
		let turns = 0;
		let isOver = false;
		const turn = (): void => {
			turns++;
			if (!isOver) setImmediate(turn);
		};
		setImmediate(turn);
		expect((await store.runs.findLines({ text: 'nowhere' })).ids).toEqual([]);
		isOver = true;
		expect(turns).toBeGreaterThanOrEqual(4);
	});

	it('passes over lines that are deleted meanwhile', async () => {
		const lines = Array.from({ length: 2500 }, () => 'again');
		const [gone, kept] = [ran(store, {}, {}, lines), ran(store, {}, {}, lines)];
		const search = store.runs.findLines({ text: 'gai' });
		store.runs.remove([gone]);
		expect((await search).ids.length).toBeLessThan(5000);
		expect((await store.runs.findLines({ text: 'gai' })).ids).toEqual(
			(await store.runs.linesWith({ run: kept, text: 'gai', limit: 5000 })).map(({ id }) => id),
		);
	});
});
