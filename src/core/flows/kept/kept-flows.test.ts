import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ScratchCore, scratchCore } from '../../../../test/support/scratch/scratch-core.ts';

let scratch: ScratchCore;
beforeEach(async () => {
	scratch = await scratchCore();
});
afterEach(() => scratch.dispose());

const flow = (name: string, records = 1) => ({
	definition: { name, components: [{ name: 'look', use: 'preview' as const, config: { records } }] },
});
const save = (name: string, records?: number, expectedVersion?: number) =>
	scratch.ask('flows.save', {
		flow: flow(name, records),
		...(expectedVersion === undefined ? {} : { expectedVersion }),
	});

describe('flows that are kept', () => {
	it('get a version each time they change, and none where they do not', async () => {
		expect((await save('report')).version).toBe(1);
		expect((await save('report')).version).toBe(1);
		expect((await save('report', 2)).version).toBe(2);
		expect((await save('report')).version).toBe(3);
		expect((await scratch.ask('flows.versions', { name: 'report' })).map(({ version }) => version)).toEqual([3, 2, 1]);
		const second = await scratch.ask('flows.get', { name: 'report', version: 2 });
		expect(second.flow.components[0]?.config).toEqual({ records: 2 });
		await scratch.restart();
		expect(await scratch.ask('flows.list', {})).toMatchObject([
			{ name: 'report', version: 3, components: 1, lastRun: null },
		]);
	});

	it('are listed as they are now, whatever became of them since they were listed last', async () => {
		const described = (name: string, description: string, components = 1) =>
			scratch.ask('flows.save', {
				flow: {
					definition: {
						name,
						description,
						components: Array.from({ length: components }, (_, at) => ({
							name: `look-${at}`,
							use: 'preview' as const,
						})),
					},
				},
			});
		const listed = async () =>
			(await scratch.ask('flows.list', {})).map(({ name, version, description, components }) => [
				name,
				version,
				description,
				components,
			]);
		await described('one', 'first');
		await described('two', 'other', 3);
		expect(await listed()).toEqual([
			['one', 1, 'first', 1],
			['two', 1, 'other', 3],
		]);
		await described('one', 'second', 2);
		expect(await listed()).toContainEqual(['one', 2, 'second', 2]);
		await scratch.ask('flows.rename', { name: 'two', to: 'three' });
		await scratch.ask('flows.remove', { name: 'one' });
		expect(await listed()).toEqual([['three', 1, 'other', 3]]);
		await described('one', 'anew');
		expect(await listed()).toEqual([
			['one', 1, 'anew', 1],
			['three', 1, 'other', 3],
		]);
	});

	it('are not overwritten by somebody who saw an older one', async () => {
		await save('report', 1, 0);
		expect(await scratch.fail('flows.save', { flow: flow('report', 5), expectedVersion: 0 })).toMatchObject({
			code: 'conflict',
			details: { reason: 'flow_kept_already' },
		});
		await save('report', 2, 1);
		expect(await scratch.fail('flows.save', { flow: flow('report', 5), expectedVersion: 1 })).toMatchObject({
			code: 'conflict',
			details: { reason: 'flow_changed_since' },
		});
		expect((await scratch.ask('flows.get', { name: 'report' })).version).toBe(2);
	});

	it('are renamed with all their versions, and never onto another', async () => {
		await save('one');
		await save('one', 2);
		await save('two');
		expect(await scratch.fail('flows.rename', { name: 'one', to: 'two' })).toMatchObject({ code: 'conflict' });
		expect((await scratch.ask('flows.rename', { name: 'one', to: 'three' })).flow.name).toBe('three');
		expect((await scratch.ask('flows.get', { name: 'three', version: 1 })).flow.name).toBe('three');
		expect(await scratch.fail('flows.get', { name: 'one' })).toMatchObject({
			code: 'not_found',
			details: { reason: 'flow_not_kept' },
		});
		expect(await scratch.ask('flows.remove', { name: 'three' })).toEqual({ removed: 2 });
		expect((await scratch.ask('flows.list', {})).map(({ name }) => name)).toEqual(['two']);
	});

	it('tell what was meant by a name that is not there, and which version is gone', async () => {
		await save('report');
		expect((await scratch.fail('flows.get', { name: 'reprot' })).message).toContain('did you mean "report"?');
		expect(await scratch.fail('flows.check', { flow: { name: 'report', version: 7 } })).toMatchObject({
			code: 'not_found',
			details: { reason: 'flow_version_gone', version: 7 },
		});
	});

	it('are told of as they change', async () => {
		const told: string[] = [];
		scratch.core().on('flows.changed', ({ name }) => told.push(name));
		await save('a');
		await scratch.ask('flows.rename', { name: 'a', to: 'b' });
		await scratch.ask('flows.remove', { name: 'b' });
		expect(told).toEqual(['a', 'a', 'b', 'b']);
	});

	it('are written to a file whole, and over another one only where that is said', async () => {
		await save('report');
		const to = join(scratch.folder, 'report.json');
		writeFileSync(to, 'mine');
		expect(await scratch.fail('flows.export', { name: 'report', to })).toMatchObject({ code: 'conflict' });
		expect(readFileSync(to, 'utf8')).toBe('mine');
		await scratch.ask('flows.export', { name: 'report', to, replace: true });
		expect(JSON.parse(readFileSync(to, 'utf8'))).toMatchObject({ name: 'report' });
		const nowhere = join(scratch.folder, 'no/report.json');
		expect(await scratch.fail('flows.export', { name: 'report', to: nowhere })).toMatchObject({ code: 'not_found' });
		expect(existsSync(nowhere)).toBe(false);
		expect((await scratch.ask('flows.save', { flow: { path: to } })).version).toBe(1);
	});
});
