import { expect, it } from 'vitest';
import { anEnd, aRun, newStoreEach } from '../../../../test/support/scratch/scratch-store.ts';
import type { Store } from '../store.ts';
import { MAX_DENIALS, MAX_LOG_CHARS } from './run-writer.ts';

let store: Store;
newStoreEach({}, (its) => {
	store = its;
});

it('a run keeps so many different refusals one by one, and counts all of them', () => {
	const run = aRun();
	store.runs.start(run);
	const refusal = {
		at: 1,
		stage: 0,
		plugin: 'echo',
		op: 'read_file',
		kind: 'path_not_listed',
		rule: 'r',
		reason: 'no',
	} as const;
	for (let index = 0; index < MAX_DENIALS + 500; index++)
		store.runs.denial(run.id, { ...refusal, target: `/${index}` });
	store.runs.denial(run.id, { ...refusal, target: '/0' });
	store.runs.finish(run.id, anEnd());
	const kept = store.runs.get(run.id)?.denialList ?? [];
	expect(kept).toHaveLength(MAX_DENIALS + 1);
	expect(kept.find(({ target }) => target === '(further targets)')).toMatchObject({ count: 500, kind: 'several' });
	expect(kept.find(({ target }) => target === '/0')).toMatchObject({ count: 2 });
});

it('a run keeps so many characters of log, and says how many lines it did not keep', () => {
	const run = aRun();
	store.runs.start(run);
	const message = 'x'.repeat(1_048_576);
	const lines = MAX_LOG_CHARS / message.length + 3;
	for (let index = 0; index < lines; index++) {
		store.runs.log(run.id, { at: 1, stage: 0, plugin: 'echo', level: 'info', message });
		store.runs.flush();
	}
	store.runs.finish(run.id, anEnd());
	expect(store.runs.logs(run.id).at(-1)?.message).toMatch(/^3 more log lines were not kept/);
});
