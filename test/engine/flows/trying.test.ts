import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RouteOutput } from '../../../src/shared/api/routes.ts';
import type { JsonValue } from '../../../src/shared/errors/errors.ts';
import { fickle } from '../../support/flows/fickle-guest.ts';
import { grant, sample } from '../../support/scratch/samples.ts';
import { type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore();
	for (const [name, fn, type] of [
		['picky', 'process_data', 'processor'],
		['letting', 'filter_data', 'filter'],
		['counting', 'aggregate_data', 'aggregator'],
	] as const) {
		const text = fickle(fn, name === 'picky' ? { says: 'not this one' } : {});
		await scratch.ask('plugins.install', { path: await scratch.plugin(name, text, { type }) });
		await scratch.ask('policy.set', { name, policy: grant() });
	}
	for (const name of ['row-filter', 'group-by', 'file-writer', 'csv-source']) {
		await scratch.ask('plugins.install', { path: sample(name) });
		await scratch.ask('policy.set', { name, policy: grant() });
	}
	const bytes =
		'(module (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) (i32.store (i32.const 16) (i32.const 2)) (i32.store8 (i32.const 20) (i32.load8_u (local.get 0))) (i32.store8 (i32.const 21) (i32.const 255)) (i32.const 16)))';
	await scratch.ask('plugins.install', { path: await scratch.plugin('raw', bytes, { encoding: 'bytes' }) });
	await scratch.ask('policy.set', { name: 'raw', policy: grant() });
});
afterAll(() => scratch.dispose());

/** The files are not there: a trial looks at its own component alone. */
const components = () => [
	{ name: 'in', use: 'read-file', config: { path: join(scratch.folder, 'none.ndjson') } },
	{ name: 'even', plugin: 'row-filter', config: { where: { field: 'even', op: 'eq', value: true } } },
	{ name: 'picky', on_error: 'fail' },
	{ name: 'letting' },
	{ name: 'counting', workers: 1 },
	{ name: 'groups', plugin: 'group-by', config: { group_by: ['of'], aggregates: [{ op: 'count' }] } },
	{ name: 'raw' },
	{ name: 'source', plugin: 'csv-source', config: { path: join(scratch.folder, 'none.csv') } },
	{ name: 'sink', plugin: 'file-writer', config: { path: join(scratch.folder, 'never.ndjson') } },
	{ name: 'out', use: 'write-file', config: { path: join(scratch.folder, 'out.ndjson') } },
	{ name: 'nobody', plugin: 'not-there' },
];
const asked = (name: string, records: readonly JsonValue[]) => ({
	flow: { definition: { name: 'f', components: components() } as never },
	component: components().findIndex((each) => each.name === name),
	records: records.map((record) => JSON.stringify(record)),
});
const valuesOf = (texts: readonly string[]): readonly JsonValue[] => texts.map((text) => JSON.parse(text) as JsonValue);
/** With the records of the answer as values. */
const tried = async (name: string, records: readonly JsonValue[]) => {
	const { out, dropped, failed, ms } = await scratch.ask('flows.try', asked(name, records));
	const fates = failed.map(({ record, error }) => ({ record: JSON.parse(record) as JsonValue, error }));
	return { out: valuesOf(out), dropped: valuesOf(dropped), failed: fates, ms };
};
const numbers = ({
	failed,
}: Pick<RouteOutput<'flows.try'>, 'failed'> | Awaited<ReturnType<typeof tried>>): readonly unknown[] =>
	failed.map(({ error }) => error.details?.['record']);

describe('a trial of one component', () => {
	it('tells what a filter gives and what it lets go, and keeps nothing', async () => {
		const before = await scratch.ask('runs.list', {});
		const records = Array.from({ length: 250 }, (_, n) => ({ n, even: n % 2 === 0 }));
		const { out, dropped, failed, ms } = await tried('even', records);
		expect(out).toEqual(records.filter(({ even }) => even));
		expect(dropped).toEqual(records.filter(({ even }) => !even));
		expect(failed).toEqual([]);
		expect(ms).toBeGreaterThanOrEqual(0);
		expect(await scratch.ask('runs.list', {})).toEqual(before);
		expect((await scratch.ask('sandboxes.list', {})).filter(({ state }) => state === 'busy')).toEqual([]);
	});

	it('tells the records that fail, whatever the flow says of errors, and works the others', async () => {
		const records = Array.from({ length: 230 }, (_, n) => `${{ 3: 'e', 120: 't', 229: 'b' }[n] ?? 'o'}k ${n}`);
		const answer = await tried('picky', records);
		expect(answer.out).toEqual(records.filter((record) => record.startsWith('o')));
		expect(answer.dropped).toEqual([]);
		expect(answer.failed.map(({ record }) => record)).toEqual(['ek 3', 'tk 120', 'bk 229']);
		expect(answer.failed[0]?.error.message).toContain('not this one');
		expect(numbers(answer).slice(0, 2)).toEqual([4, 121]);
	});

	it('has what an aggregator has at its end, without the records that took its instance with them', async () => {
		const groups = await tried('groups', [{ of: 'a' }, { of: 'b' }, { of: 'a' }]);
		expect(groups.out).toHaveLength(2);
		const answer = await tried('counting', ['ok', 'ek', 'ok', 'tk', 'ok', 'tk 2', 'ok']);
		expect(answer.out.at(-1)).toBe(4);
		expect(answer.failed.map(({ record }) => record)).toEqual(['ek', 'tk', 'tk 2']);
		for (const { error } of answer.failed.slice(1)) expect(error.message).toMatch(/^record [46] \(/);
	});

	it('gives every number as it was, however large or long', async () => {
		const echo = `(module (memory (export "memory") 2) (func (export "alloc") (param i32) (result i32) (i32.const 4100))
			(func (export "dealloc") (param i32 i32))
			(func (export "process_data") (param $at i32) (param $length i32) (result i32)
				(i32.store (i32.const 4096) (local.get $length)) (i32.const 4096)))`;
		await scratch.ask('plugins.install', { path: await scratch.plugin('echo', echo), grant: grant() });
		const exact = [
			'{"n":123456789012345678901234567890,"even":true}',
			'{"n":0.1000000000000000000000001,"even":false}',
		];
		const whole = (name: string, texts: readonly string[]) =>
			scratch.ask('flows.try', { ...asked(name, []), records: [...texts] });
		expect(await whole('even', exact)).toMatchObject({ out: [exact[0]], dropped: [exact[1]] });
		const flow = { definition: { name: 'f', components: [{ name: 'echo' }] } as never };
		const many = [...exact, '1E400', '{\n"a": 1.0\n}\n'];
		expect((await scratch.ask('flows.try', { flow, component: 0, records: many })).out).toEqual([
			...exact,
			'1E400',
			'{ "a": 1.0 }',
		]);
		expect((await whole('counting', ['"ok"', '"e 12345678901234567890"'])).failed[0]?.record).toBe(
			'"e 12345678901234567890"',
		);
		for (const bad of ['', '{', '1 2', 'nothing']) {
			const error = await scratch.fail('flows.try', { flow, component: 0, records: ['1', bad] });
			expect(error).toMatchObject({ code: 'invalid_input', details: { reason: 'trial_not_json', record: 2 } });
		}
	});

	it('hands records over in the batches of its flow', async () => {
		const once = `(module (memory (export "memory") 4) (func (export "alloc") (param i32) (result i32) (i32.const 4096))
			(func (export "dealloc") (param i32 i32)) (data (i32.const 16) "\\02\\00\\00\\001\\0a")
			(func (export "process_data") (param i32 i32) (result i32) (i32.const 16)))`;
		const path = await scratch.plugin('once', once, { encoding: 'ndjson', batch: true });
		await scratch.ask('plugins.install', { path, grant: grant() });
		const calls = async (sizes: { readonly of?: number; readonly flow?: number }): Promise<number> => {
			const component = { name: 'once', ...(sizes.of === undefined ? {} : { batch_size: sizes.of }) };
			const batchSize = sizes.flow === undefined ? {} : { batch_size: sizes.flow };
			const flow = { definition: { name: 'f', ...batchSize, components: [component] } as never };
			const records = Array.from({ length: 1000 }, (_, n) => String(n));
			return (await scratch.ask('flows.try', { flow, component: 0, records })).out.length;
		};
		expect(await calls({})).toBe(1);
		expect(await calls({ flow: 400 })).toBe(3);
		expect(await calls({ of: 250, flow: 400 })).toBe(4);
	});

	it('hands bytes over as text or base64, and gives them so', async () => {
		const { out } = await tried('raw', ['abc', { base64: Buffer.from('xyz').toString('base64') }]);
		expect(out).toEqual(
			['a', 'x'].map((first) => ({
				base64: Buffer.concat([Buffer.from(first), Buffer.from([255])]).toString('base64'),
			})),
		);
		const refused = await scratch.fail('flows.try', asked('raw', ['abc', 7]));
		expect(refused).toMatchObject({ code: 'invalid_input', details: { reason: 'trial_not_bytes', record: 2 } });
	});

	it.each([
		['out', 'invalid_input', 'trial_built_in', 'components[9] (out) is a part of the program (write-file)'],
		['source', 'invalid_input', 'trial_of_type', 'components[7] (source) is a source'],
		['sink', 'invalid_input', 'trial_of_type', 'components[8] (sink) is a destination'],
		['nobody', 'not_found', null, 'components[10] (nobody)'],
	])('is none of "%s"', async (name, code, reason, said) => {
		const error = await scratch.fail('flows.try', asked(name, [{ n: 1 }]));
		expect(error.code).toBe(code);
		expect(error.message).toContain(said);
		if (reason !== null) expect(error.details).toMatchObject({ reason });
		expect(existsSync(join(scratch.folder, 'never.ndjson'))).toBe(false);
	});

	it('runs nothing that may not run', async () => {
		await scratch.ask('plugins.disable', { name: 'letting' });
		const error = await scratch.fail('flows.try', asked('letting', ['ok']));
		expect(error.message).toContain('components[3] (letting): ');
		expect(error.details).toMatchObject({ component: 3 });
		await scratch.ask('plugins.enable', { name: 'letting' });
		expect(await tried('letting', ['ok', 'dk'])).toMatchObject({ out: ['ok'], dropped: ['dk'], failed: [] });
	});

	it('is bounded in what it takes and in what it gives', async () => {
		const far = { ...asked('picky', []), component: 63 };
		expect((await scratch.fail('flows.try', far)).details).toMatchObject({ reason: 'trial_no_component' });
		const large = Array.from({ length: 5 }, () => `o${'x'.repeat(1024 * 1024)}`);
		expect((await scratch.fail('flows.try', asked('even', large))).details).toMatchObject({
			reason: 'trial_too_large',
		});
		expect((await scratch.fail('flows.try', asked('even', Array<number>(1001).fill(0)))).code).toBe('invalid_input');
		const wide = `(module (memory (export "memory") 4) (data (i32.const 16) "\\00\\00\\02\\00\\22")
			(func (export "process_data") (param i32 i32) (result i32)
				(memory.fill (i32.const 21) (i32.const 97) (i32.const 131070)) (i32.store8 (i32.const 131091) (i32.const 34))
				(i32.const 16)))`;
		await scratch.ask('plugins.install', { path: await scratch.plugin('wide', wide) });
		await scratch.ask('policy.set', { name: 'wide', policy: grant() });
		const flow = { definition: { name: 'f', components: [{ name: 'wide' }] } } as never;
		const few = await scratch.ask('flows.try', { flow, component: 0, records: Array<string>(20).fill('1') });
		expect(few.out).toHaveLength(20);
		const many = await scratch.fail('flows.try', { flow, component: 0, records: Array<string>(40).fill('1') });
		expect(many.details).toMatchObject({ reason: 'trial_too_large' });
	});
});
