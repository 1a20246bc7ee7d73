import { dirname, join, normalize } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../../../../test/support/values/any-text.ts';
import { flowSchema } from '../../../shared/flow/flow-file.ts';
import { filledIn } from './filled-in.ts';

const flow = flowSchema.parse({
	name: 'f',
	components: [
		{ name: 'in', use: 'read-file', config: { path: '/none.csv' } },
		{ name: 'other', use: 'read-file', config: { path: '/{name}.csv' } },
		{ name: 'out', use: 'write-file', config: { path: '/srv/out/{name}.ndjson' } },
		{ name: 'log', use: 'write-file', config: { path: '/srv/log/{time}.ndjson' } },
	],
});
const paths = (path?: string): readonly unknown[] =>
	filledIn(flow, { at: 0, ...(path === undefined ? {} : { file: { component: 'in', path } }) }).components.map(
		({ config }) => config?.['path'],
	);

describe('a flow for one occasion', () => {
	it('reads the file that appeared, and writes under its name or the time', () => {
		expect(paths('/inbox/may.report.csv')).toEqual([
			'/inbox/may.report.csv',
			'/{name}.csv',
			'/srv/out/may.report.ndjson',
			'/srv/log/1970-01-01T00-00-00-000.ndjson',
		]);
		expect(paths()[2]).toBe('/srv/out/{name}.ndjson');
	});

	it.each([
		['..$`etc.csv', '/srv/out/__$`etc.ndjson'],
		['$$x.csv', '/srv/out/$$x.ndjson'],
		['a$&.csv', '/srv/out/a$&.ndjson'],
		['...csv', '/srv/out/__.ndjson'],
		['.csv', '/srv/out/_csv.ndjson'],
		['a\nb.csv', '/srv/out/a\\u{a}b.ndjson'],
	])('takes a name that means something elsewhere for a name: %j', (name, out) => {
		expect(paths(`/inbox/${name}`)[2]).toBe(out);
	});

	it('never leaves the folder that the flow writes to, whatever a file is called', () => {
		const names = fc.oneof(anyText(), fc.stringMatching(/^[.$\\&`' a-c]{1,12}$/));
		fc.assert(
			fc.property(
				names.filter((name) => name !== '' && name !== '.' && name !== '..' && !/[/\0]/.test(name)),
				(name) => {
					const out = String(paths(join('/inbox', name))[2]);
					expect(dirname(normalize(out))).toBe('/srv/out');
					expect(normalize(out)).toBe(out);
				},
			),
		);
	});
});
