import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RouteInput } from '../../../src/shared/api/routes.ts';
import { grant, sample } from '../../support/scratch/samples.ts';
import { type ScratchCore, scratchCore } from '../../support/scratch/scratch-core.ts';

/** One plugin of each type that is given records. */
const takers: readonly (readonly [string, NonNullable<RouteInput<'streams.run'>['config']>])[] = [
	['pii-redactor', {}],
	['field-mapper', { rename: { x: 'y' } }],
	['row-filter', { where: { field: 'a', op: 'ge', value: 0 } }],
	['group-by', { aggregates: [{ op: 'count' }] }],
	['file-writer', {}],
];

let scratch: ScratchCore;
beforeAll(async () => {
	scratch = await scratchCore();
	for (const [name] of takers) await scratch.ask('plugins.install', { path: sample(name), grant: grant() });
});
afterAll(() => scratch.dispose());

function place(name: string): { readonly kind: 'file'; readonly path: string } {
	return { kind: 'file', path: join(scratch.folder, name) };
}

describe.each(takers)('JSON that is handed to %s', (plugin, config) => {
	it.each([
		['{"a":1}{"a":2}\n{"a":2}\n', 'in.ndjson', 'json_two_on_a_line', 1, 8],
		['{"a":1}\n{"a":1} {"a":2}\n', 'in.ndjson', 'json_two_on_a_line', 2, 9],
		['{"a":1}\n{"a":012}\n', 'in.ndjson', 'json_unexpected', 2, 7],
		['[{"a":1} {"a":2}]', 'in.json', 'json_unexpected', 1, 10],
		['[{"a":1},,{"a":2}]', 'in.json', 'json_unexpected', 1, 10],
		['[{"a":"new\nline"}]', 'in.json', 'json_unexpected', 1, 11],
		['{"a":1} {"a":2}', 'in.json', 'json_two_on_a_line', 1, 9],
		[' ', 'in.json', 'json_empty', undefined, undefined],
	])('is refused where %j is none, and leaves no output', async (text, name, reason, line, column) => {
		writeFileSync(place(name).path, text);
		const output = place('out.ndjson');
		const error = await scratch.fail('streams.run', { plugin, input: place(name), output, config });
		expect(error).toMatchObject({ code: 'invalid_input', details: { reason } });
		if (line !== undefined) expect(error.details).toMatchObject({ line, column });
		expect(existsSync(output.path)).toBe(false);
	});

	it('counts in what the file holds, and out what was written', async () => {
		writeFileSync(place('three.json').path, '[\n {"a":1},\n {"a":2, "a":3},\n {"a":12345678901234567891}]');
		const output = place('good.ndjson');
		const input = place('three.json');
		const run = await scratch.ask('streams.run', { plugin, input, output, config });
		const lines = readFileSync(output.path, 'utf8').trimEnd().split('\n');
		expect(run.recordsIn).toBe(3);
		expect(lines).toHaveLength(plugin === 'group-by' ? 1 : 3);
		if (plugin !== 'file-writer') expect(run.recordsOut).toBe(lines.length);
	});
});
