import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HugeShape, hugeAnswer } from '../support/guests/huge-answer.ts';
import { pluginFolder } from '../support/scratch/plugin-folder.ts';
import { runCli } from '../support/terminal/cli.ts';
import { runCliHere } from '../support/terminal/cli-here.ts';

const folder = mkdtempSync(join(tmpdir(), 'dataflare-cli-answers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const huge: Readonly<Record<HugeShape, ReturnType<typeof hugeAnswer>>> = {
	list: hugeAnswer('list', 5),
	lines: hugeAnswer('lines', 5),
	text: hugeAnswer('text', 3),
	bytes: hugeAnswer('bytes', 3),
};
beforeAll(async () => {
	for (const [name, { wat, manifest }] of Object.entries(huge)) {
		const path = await pluginFolder(folder, name, wat, { timeout_ms: 60_000, ...manifest });
		const installed = await runCliHere(folder, ['install', path, '--yes', '--grant', 'requested']);
		expect(installed.err).toBe('');
	}
});

/** Compared without being drawn where they differ. */
const same = (found: string, expected: string): boolean => found === expected;

describe('the command line, of a huge output,', () => {
	it('prints the whole, byte for byte', async () => {
		// Through a pipe, which takes it bit by bit; the others differ in what is written alone.
		const list = await runCli(folder, ['call', 'list', 'process_data', '{}']);
		expect({ code: list.code, err: list.err }).toEqual({ code: 0, err: '' });
		expect(same(list.out, `${huge.list.bytes.toString()}\n`)).toBe(true);
		// It ends with a line feed of its own.
		const lines = await runCliHere(folder, ['call', 'lines', 'process_data', '{}']);
		expect(same(lines.out, huge.lines.bytes.toString())).toBe(true);
		const bytes = await runCliHere(folder, ['call', 'bytes', 'process_data', 'x']);
		expect(same(bytes.out, `${huge.bytes.bytes.toString('base64')}\n`)).toBe(true);
	});

	it('stays one JSON document, in which the output is the value that it is', async () => {
		const list = await runCli(folder, ['--json', 'call', 'list', 'process_data', '{}']);
		const expected = huge.list.bytes.toString();
		expect(same(list.out.slice(list.out.indexOf('"value":') + 8), `${expected}}}\n`)).toBe(true);
		const { ok, data } = JSON.parse(list.out);
		expect(ok).toBe(true);
		expect(Object.keys(data).sort()).toEqual(['memoryBytes', 'ms', 'run', 'runId', 'status', 'value']);
		expect(data.value).toHaveLength(expected.split(',').length);

		const lines = JSON.parse((await runCliHere(folder, ['--json', 'call', 'lines', 'process_data', '{}'])).out);
		expect(lines.data.value).toHaveLength(huge.lines.bytes.length / 2);
		expect(lines.data.value.every((one: unknown) => one === 1)).toBe(true);

		const bytes = JSON.parse((await runCliHere(folder, ['--json', 'call', 'bytes', 'process_data', 'x'])).out);
		expect(same(bytes.data.base64, huge.bytes.bytes.toString('base64'))).toBe(true);
	});

	it('stays one JSON document with several calls, too', async () => {
		const { out } = await runCliHere(folder, ['--json', 'call', 'text', 'process_data', '1', '2', '3']);
		const { data } = JSON.parse(out) as { readonly data: readonly { readonly value: string }[] };
		const expected = JSON.parse(huge.text.bytes.toString()) as string;
		expect(data.map(({ value }) => same(value, expected))).toEqual([true, true, true]);
	});
});
