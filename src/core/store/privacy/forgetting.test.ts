import { existsSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import {
	anEnd,
	aRun,
	aStage,
	newStoreEach,
	type ScratchStore,
} from '../../../../test/support/scratch/scratch-store.ts';
import { allKept, type KeptPart, keptParts } from '../../../shared/run/kept.ts';
import { noCounts } from '../../../shared/run/run.ts';
import { gramIndex } from '../search/gram-index.ts';
import type { Store } from '../store.ts';

let scratch: ScratchStore;
let store: Store;
newStoreEach({ now: () => 10_000 }, (its, folder) => {
	store = its;
	scratch = folder;
});

const secrets: { readonly [P in KeptPart]: readonly string[] } = {
	input: ['alice-goes-in'],
	output: ['bob-comes-out'],
	values: ['carol-is-asked-for', 'dave-is-configured', 'erin-was-chosen'],
	logs: ['frankincense', '\u7532\u7a4d\u7532\u7a4d', 'gertrude-fails', 'heidi-fails-in-a-stage', 'ivan-said-last'],
	targets: ['judy-refused', 'judy-in-the-rule', 'judy-in-the-reason', 'ken-allowed'],
};

/** A run that holds all of the secrets. */
function filled(id: string): void {
	const error = {
		code: 'plugin_execution',
		message: 'gertrude-fails',
		origin: 'guest',
		details: { reason: 'gave_up', function: 'process_data', status: -1, lastError: 'ivan-said-last', said: true },
	} as const;
	const stage = aStage('redactor', { config: { who: 'dave-is-configured' } });
	store.runs.start(aRun({ id, stages: [stage], request: { input: 'carol-is-asked-for' }, keeping: allKept }));
	const line = { at: 1, stage: 0, plugin: 'redactor', level: 'info' } as const;
	for (const message of ['it says frankincense', 'it says \u7532\u7a4d\u7532\u7a4d'])
		store.runs.log(id, { ...line, message });
	store.runs.event(id, { at: 1, stage: 0, kind: 'grant', detail: 'erin-was-chosen', ms: null });
	for (const target of ['judy-refused', 'judy-refused-too']) {
		store.runs.denial(id, {
			at: 1,
			stage: 0,
			plugin: 'redactor',
			op: 'read_file',
			target,
			kind: 'path_not_listed',
			rule: `allowed_paths: no entry covers ${target} judy-in-the-rule`,
			reason: 'judy-in-the-reason',
		});
	}
	store.runs.hostCall(id, {
		at: 1,
		stage: 0,
		op: 'read_file',
		target: 'ken-allowed',
		status: 0,
		bytes: 1,
		ms: 1,
		refused: false,
	});
	const preview = (text: string) => ({ text, bytes: text.length, truncated: false, form: 'text' }) as const;
	store.runs.finish(
		id,
		anEnd({
			status: 'failed',
			error,
			counts: { ...noCounts, denials: 2, hostCalls: 3 },
			stages: [{ ...stage, error: { ...error, message: 'heidi-fails-in-a-stage' } }],
			inputPreview: preview('alice-goes-in'),
			outputPreview: preview('bob-comes-out'),
		}),
	);
}

/** Everything that lies on the disk. */
function onDisk(): string {
	const files = [scratch.file, `${scratch.file}-wal`].filter((file) => existsSync(file));
	return files.map((file) => readFileSync(file, 'utf8')).join('');
}

function forgetAll(id: string, parts: readonly KeptPart[]): boolean {
	const done = store.runs.forget(id, parts);
	if (parts.includes('logs')) while (store.runs.forgetLines(id, 1) > 0);
	store.runs.scrub();
	return done;
}

describe('forgetting', () => {
	it.each(keptParts)('takes %s out of the record and out of the files, and leaves the rest', (part) => {
		filled('aaaaaaaaaaaa');
		const before = onDisk();
		for (const secret of Object.values(secrets).flat()) expect(before, secret).toContain(secret);
		expect(forgetAll('aaaaaaaaaaaa', [part])).toBe(true);
		const told = JSON.stringify([store.runs.get('aaaaaaaaaaaa'), store.runs.logs('aaaaaaaaaaaa'), store.runs.list({})]);
		const after = onDisk();
		for (const [other, words] of Object.entries(secrets)) {
			for (const secret of words) {
				// What a page holds of a part that stays may have been moved, never lost.
				if (other !== part) expect(told, `${secret} of ${other}`).toContain(secret);
				else {
					expect(told, secret).not.toContain(secret);
					expect(after, secret).not.toContain(secret);
				}
			}
		}
		expect(store.runs.get('aaaaaaaaaaaa')).toMatchObject({
			status: 'failed',
			denials: 2,
			keeping: { ...allKept, [part]: 'forgotten' },
		});
		expect(store.runs.kept('aaaaaaaaaaaa')?.parts[part]).toEqual({ why: 'forgotten', bytes: 0, items: 0 });
	});

	it('takes the words of lines and failures out of every search, and of the indexes on the disk', () => {
		filled('aaaaaaaaaaaa');
		filled('bbbbbbbbbbbb');
		const finds = (text: string): readonly string[] => store.runs.list({ text }).map(({ id }) => id);
		for (const text of ['frankincense', '\u7532\u7a4d', 'gertrude']) expect(finds(text)).toHaveLength(2);
		forgetAll('aaaaaaaaaaaa', ['logs']);
		for (const text of ['frankincense', '\u7532\u7a4d', 'gertrude']) expect(finds(text)).toEqual(['bbbbbbbbbbbb']);
		expect(store.runs.searchLogs('frankincense')).toHaveLength(1);
		forgetAll('bbbbbbbbbbbb', ['logs']);
		const database = new Database(scratch.file);
		const grams = gramIndex(database);
		while (grams.catchUp());
		const held = ['log_words', 'error_words', 'log_grams', 'error_grams'].map((index) => {
			database.exec(`CREATE VIRTUAL TABLE temp.v_${index} USING fts5vocab (main, ${index}, row)`);
			const blocks = database.prepare<[], Buffer>(`SELECT block FROM ${index}_data`).pluck().all();
			return blocks.map((block) => block.toString('utf8')).join('');
		});
		grams.close();
		database.close();
		for (const part of ['ankincense', '\u7532', 'ertrude']) expect(held.join('')).not.toContain(part);
	});

	it('puts equal refusals together, and counts them as before', () => {
		filled('aaaaaaaaaaaa');
		expect(store.runs.refusals('redactor', 10)).toHaveLength(2);
		forgetAll('aaaaaaaaaaaa', ['targets']);
		expect(store.runs.get('aaaaaaaaaaaa')?.denialList).toEqual([
			{
				at: 1,
				stage: 0,
				plugin: 'redactor',
				op: 'read_file',
				target: '',
				kind: 'path_not_listed',
				rule: 'path_not_listed',
				reason: '',
				count: 2,
			},
		]);
		expect(store.runs.refusals('redactor', 10)).toEqual([]);
	});

	it('says what kind of failure it was, and that its words are gone', () => {
		filled('aaaaaaaaaaaa');
		forgetAll('aaaaaaaaaaaa', ['logs']);
		expect(store.runs.get('aaaaaaaaaaaa')?.error).toEqual({
			code: 'plugin_execution',
			message: 'What it said was forgotten.',
			origin: 'guest',
			details: { reason: 'gave_up', function: 'process_data', status: -1, said: false },
		});
	});

	it('leaves a run that is running, and one that is not there', () => {
		store.runs.start(aRun({ id: 'cccccccccccc', request: { path: 'x' } }));
		expect(forgetAll('cccccccccccc', ['values'])).toBe(false);
		expect(forgetAll('dddddddddddd', ['values'])).toBe(false);
		expect(store.runs.get('cccccccccccc')?.request).toEqual({ path: 'x' });
	});

	it('tells sizes of what is held, also of a run of which nothing was noted', () => {
		filled('aaaaaaaaaaaa');
		expect(store.runs.kept('aaaaaaaaaaaa')?.parts).toMatchObject({
			input: { why: 'kept', items: 0 },
			logs: { why: 'kept', items: 2 },
			targets: { why: 'kept', items: 3 },
		});
		expect(store.runs.kept('aaaaaaaaaaaa')?.parts.input.bytes).toBeGreaterThan(10);
		const old = aRun();
		store.runs.start(old);
		store.runs.finish(old.id, anEnd());
		expect(store.runs.get(old.id)?.keeping).toBeNull();
		expect(store.runs.kept(old.id)?.parts.output).toEqual({ why: null, bytes: 0, items: 0 });
		expect(store.runs.kept('dddddddddddd')).toBeNull();
		forgetAll(old.id, ['output']);
		expect(store.runs.get(old.id)?.keeping).toEqual({ ...allKept, output: 'forgotten' });
	});
});
