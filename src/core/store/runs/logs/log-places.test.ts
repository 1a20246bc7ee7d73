import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aRun, type ScratchStore, scratchStore } from '../../../../../test/support/scratch/scratch-store.ts';
import { MAX_FOUND_LINES, type RunLogLine } from '../../../../shared/run/run.ts';
import type { Store } from '../../store.ts';

let scratch: ScratchStore;
let store: Store;
const [run, other] = ['00000000000a', '00000000000b'];
const levels = ['trace', 'debug', 'info', 'warn', 'error'] as const;
const words = ['even', 'odd', 'third'] as const;

/** Lines of two runs by turns, so that neither has ids of its own in a row. */
function fill(count: number): void {
	for (const id of [run, other]) store.runs.start(aRun({ id }));
	for (let index = 0; index < count; index++) {
		for (const [turn, id] of [run, run, other].entries()) {
			const level = levels[(index + turn) % levels.length] ?? 'info';
			store.runs.log(id, { at: index, stage: 0, plugin: 'p', level, message: `${words[(index + turn) % 3]} ${index}` });
		}
	}
	store.runs.flush();
}

beforeEach(() => {
	scratch = scratchStore();
	store = scratch.open();
});
afterEach(() => scratch.dispose());

const filters = fc.record({
	level: fc.option(fc.constantFrom(...levels), { nil: undefined }),
	text: fc.option(fc.constantFrom(...words), { nil: undefined }),
});
const fits = (line: RunLogLine, { level, text }: { level?: string | undefined; text?: string | undefined }): boolean =>
	(level === undefined || levels.indexOf(line.level) >= levels.indexOf(level as (typeof levels)[number])) &&
	(text === undefined || line.message.startsWith(text));

describe('the lines of a run', () => {
	it('are numbered from its first one on, however they are filtered and from wherever they are read', async () => {
		fill(60);
		const all = store.runs.logs(run, { limit: 1000 });
		await fc.assert(
			fc.asyncProperty(
				filters,
				fc.nat(130),
				fc.integer({ min: 2, max: 40 }),
				async ({ text, ...filter }, place, limit) => {
					const whole = all.map((line, index) => ({ ...line, line: index + 1 }));
					const fitting = whole.filter((line) => fits(line, { ...filter, text }));
					const afterId = all[place]?.id ?? 0;
					const read = async (query: Parameters<Store['runs']['lines']>[0]) =>
						text === undefined ? store.runs.lines(query) : await store.runs.linesWith({ ...query, text });
					expect(await read({ run, ...filter, afterId, limit })).toEqual(
						fitting.filter(({ id }) => id > afterId).slice(0, limit),
					);
					expect(await read({ run, ...filter, limit })).toEqual(fitting.slice(-limit));
				},
			),
		);
	});

	it('are read around a line, by its place or its id, with as much before as after', () => {
		fill(60);
		const numbers = (query: Parameters<Store['runs']['lines']>[0]) =>
			store.runs.lines({ run, limit: 10, ...query }).map(({ line }) => line);
		expect(numbers({ aroundLine: 50 })).toEqual([45, 46, 47, 48, 49, 50, 51, 52, 53, 54]);
		expect(numbers({ aroundLine: 1 })).toEqual([1, 2, 3, 4, 5]);
		expect(numbers({ aroundLine: 100_000 }).at(-1)).toBe(120);
		const [line] = store.runs.lines({ run, aroundLine: 50, limit: 2 }).slice(1);
		expect(numbers({ aroundId: line?.id })).toEqual(numbers({ aroundLine: 50 }));
		expect(store.runs.lines({ run: '00000000000c', aroundLine: 3 })).toEqual([]);
	});

	it('are found all over the run and in no other one, and what comes later by itself', async () => {
		fill(60);
		const all = store.runs.logs(run, { limit: 1000 });
		const odd = all.filter(({ message }) => message.startsWith('odd')).map(({ id }) => id);
		expect(await store.runs.findLines({ run, text: 'odd' })).toEqual({ ids: odd, isAll: true });
		expect((await store.runs.findLines({ run, text: 'odd', afterId: odd[3] })).ids).toEqual(odd.slice(4));
		expect(await store.runs.findLines({ run, text: 'nowhere' })).toEqual({ ids: [], isAll: true });
		expect(await store.runs.findLines({ run: '00000000000c', text: 'odd' })).toEqual({ ids: [], isAll: true });
		expect((await store.runs.findLines({ plugin: 'p', text: 'odd' })).ids.length).toBe(odd.length + 20);
	});

	it('are told of up to a bound, which is said', async () => {
		store.runs.start(aRun({ id: run }));
		for (let index = 0; index < MAX_FOUND_LINES + 1; index++) {
			store.runs.log(run, { at: index, stage: 0, plugin: 'p', level: 'info', message: 'again' });
		}
		const { ids, isAll } = await store.runs.findLines({ run, text: 'again' });
		expect([ids.length, isAll]).toEqual([MAX_FOUND_LINES, false]);
		expect(await store.runs.findLines({ run, text: 'again', afterId: ids.at(-1) })).toMatchObject({ isAll: true });
	});
});
