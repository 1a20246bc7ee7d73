import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ScratchCore, scratchCore } from '../../../../test/support/scratch/scratch-core.ts';

let scratch: ScratchCore;
let file: string;
beforeEach(async () => {
	scratch = await scratchCore();
	mkdirSync(join(scratch.folder, 'flows'));
	file = join(scratch.folder, 'flows', 'strikes.json');
});
afterEach(() => scratch.dispose());

const flow = (from: string, to: string) => ({
	name: 'strikes',
	components: [
		{ name: 'in', use: 'read-file' as const, config: { path: from } },
		// What a plugin calls a path is its own.
		{ name: 'own', plugin: 'some', inputs: ['in'], config: { path: 'rows.csv' } },
		{ name: 'out', use: 'write-file' as const, inputs: ['own'], config: { path: to } },
	],
});
const pathsIn = (given: { readonly components: readonly { readonly config?: object | null }[] }) =>
	given.components.map(({ config }) => (config as { readonly path: string }).path);

describe('the file of a flow', () => {
	it('is read with whole paths, and tells why it cannot be', async () => {
		const whole = join(scratch.folder, 'out.ndjson');
		writeFileSync(file, JSON.stringify(flow('rows.csv', whole)));
		const read = await scratch.ask('flows.read', { path: file });
		expect(pathsIn(read)).toEqual([join(scratch.folder, 'flows', 'rows.csv'), 'rows.csv', whole]);
		writeFileSync(file, '{');
		expect(await scratch.fail('flows.read', { path: file })).toMatchObject({ details: { reason: 'flow_not_json' } });
		expect(await scratch.fail('flows.read', { path: `${file}.gone` })).toMatchObject({ code: 'not_found' });
	});

	it('says paths from its own folder again when the flow is written over it, and whole ones elsewhere', async () => {
		const [near, far] = [join(scratch.folder, 'flows', 'rows.csv'), join(scratch.folder, 'out.ndjson')];
		writeFileSync(file, JSON.stringify(flow('rows.csv', '../out.ndjson')));
		await scratch.ask('flows.save', { flow: { definition: { ...flow(near, far), description: 'changed' } } });
		await scratch.ask('flows.export', { name: 'strikes', to: file, replace: true });
		const written = JSON.parse(readFileSync(file, 'utf8')) as ReturnType<typeof flow> & { description: string };
		expect(written.description).toBe('changed');
		expect(pathsIn(written)).toEqual(['rows.csv', 'rows.csv', '../out.ndjson']);
		const other = join(scratch.folder, 'other.json');
		await scratch.ask('flows.export', { name: 'strikes', to: other });
		expect(pathsIn(JSON.parse(readFileSync(other, 'utf8')) as typeof written)).toEqual([near, 'rows.csv', far]);
	});
});
