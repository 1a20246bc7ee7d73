import { describe, expect, it } from 'vitest';
import { because } from '../../../shared/errors/failure-reason.ts';
import { chainSchema } from '../../../shared/flow/chain-file.ts';
import { allKept } from '../../../shared/run/kept.ts';
import { chainOf, changed, type Draft, draftOfRun, emptyDraft, problemsOf, stagesOf, streamRequest } from './draft.ts';
import { fieldOf } from './field-of.ts';
import { sentencesOf } from './grant-note.tsx';

const draft = (change: Partial<Draft>): Draft => ({ ...emptyDraft('electron'), ...change });

describe('the form for a plugin', () => {
	it('needs what the plugin’s type needs', () => {
		expect(problemsOf(draft({}), null)).toEqual({ plugin: 'choosePlugin' });
		expect(problemsOf(draft({}), 'processor')).toEqual({ input: 'needInput', output: 'needOutput' });
		expect(problemsOf(draft({ outputKind: 'none' }), 'source')).toEqual({});
		expect(problemsOf(draft({ input: '/in' }), 'destination')).toEqual({});
	});

	it('names what is wrong with each field', () => {
		const wrong = draft({ input: 'in.json', output: '/out.csv', batch: '0', config: '[1]' });
		expect(problemsOf(wrong, 'filter')).toEqual({
			input: 'wholePath',
			output: 'noCsv',
			batch: 'batchRange',
			config: 'notObject',
		});
		expect(problemsOf(draft({ input: 'C:\\in', output: '\\\\host\\out', config: '{' }), 'filter')).toEqual({
			config: 'notJson',
		});
		expect(problemsOf(draft({ input: '/in', output: '/out', config: '{"id":9007199254740993}' }), 'filter')).toEqual({
			config: 'notKept',
		});
	});

	it('becomes the request, without what was left empty', () => {
		const form = draft({ plugin: 'p', input: '/in', config: '{"a":1}', batch: '5' });
		expect(streamRequest(form, 'processor', null)).toEqual({
			plugin: 'p',
			input: { kind: 'file', path: '/in' },
			format: 'auto',
			batch: 5,
			config: { a: 1 },
			trigger: 'window',
		});
		expect(streamRequest({ ...form, fn: ' other ' }, 'processor', '/out')).toMatchObject({
			fn: 'other',
			output: { kind: 'file', path: '/out' },
		});
	});

	it('is filled in as a run was asked for', () => {
		const filled = draftOfRun(
			{
				kind: 'stream',
				label: 'p',
				fn: 'process_data',
				stages: [],
				keeping: { ...allKept, input: 'choice', logs: 'choice' },
				request: { input: { kind: 'file', path: '/in' }, output: null, format: 'lines', batch: 7, config: { a: 1 } },
			},
			emptyDraft('browser'),
		);
		expect(filled).toMatchObject({ plugin: 'p', input: '/in', outputKind: 'none', format: 'lines', batch: '7' });
		expect(JSON.parse(filled.config)).toEqual({ a: 1 });
		expect(filled.keep).toEqual({ previews: 'output', logs: false });
	});

	it('forgets that sensitive input was asked for once another plugin would get it', () => {
		const asked = draft({ plugin: 'a', keep: { previews: true, logs: false } });
		expect(changed(asked, { input: '/in' }).keep).toEqual({ previews: true, logs: false });
		expect(changed(asked, { plugin: 'b' }).keep).toEqual({ logs: false });
		expect(changed(draft({ plugin: 'a', keep: { previews: false } }), { plugin: 'b' }).keep).toEqual({
			previews: false,
		});
		const stage = { key: 0, plugin: 'a', config: '', rest: {} };
		const chain = draft({ what: 'chain', chainFrom: 'stages', stages: [stage], keep: { previews: true } });
		expect(changed(chain, { stages: [{ ...stage, config: '{}' }] }).keep).toEqual({ previews: true });
		expect(changed(chain, { stages: [stage, { ...stage, key: 1, plugin: 'b' }] }).keep).toEqual({});
	});

	it('says who may open what', () => {
		expect(sentencesOf(draft({ input: '/in' }), 'source')).toContain('sourceReads');
		expect(sentencesOf(draft({ input: '/in', output: '/out' }), 'filter')).toEqual(['handed', 'written', 'noFiles']);
		expect(sentencesOf(draft({ input: '/in', output: '/out' }), 'destination')).toEqual([
			'handed',
			'destinationWrites',
		]);
	});

	it('is told by the engine which field it refused', () => {
		const form = draft({ plugin: 'p', input: '/in.json', output: '/out.json' });
		expect(fieldOf({ details: because('file_not_found', { path: '/somewhere/else' }) }, form)).toBe('input');
		expect(fieldOf({ details: because('not_writable', { path: '/out.json', system: 'EACCES' }) }, form)).toBe('output');
		expect(fieldOf({ details: { ...because('disabled', { plugin: 'p' }), state: 'disabled' } }, form)).toBe('plugin');
		expect(fieldOf({ details: { issues: [{ path: 'batch' }] } }, form)).toBe('batch');
		expect(fieldOf({ details: because('history_full') }, form)).toBeNull();
		expect(fieldOf({}, form)).toBeNull();
	});
});

describe('a chain put together by hand', () => {
	it('is a chain that the engine takes, and comes back as it was, with what the window does not show', () => {
		const chain = chainSchema.parse({
			name: 'mine',
			components: [
				{ name: 'read', plugin: 'csv-source', config: { path: '/x' }, batch_size: 10, timeout_ms: 900 },
				{ name: 'row-filter' },
			],
		});
		const stages = stagesOf(chain);
		expect(stages.map(({ plugin }) => plugin)).toEqual(['csv-source', 'row-filter']);
		expect(chainOf({ chainName: 'mine', stages })).toEqual(chain);
	});

	it('needs a name, and stages with a plugin and sound configurations', () => {
		const bare = draft({ what: 'chain', chainFrom: 'stages' });
		expect(problemsOf(bare, null)).toEqual({ chainName: 'needName', stages: 'needStages' });
		const stage = { key: 0, plugin: 'p', config: '{', rest: {} };
		expect(problemsOf({ ...bare, chainName: 'c', stages: [stage] }, null)).toEqual({ stages: 'needStages' });
		expect(problemsOf({ ...bare, chainName: 'c', stages: [{ ...stage, config: '' }] }, null)).toEqual({});
	});
});
