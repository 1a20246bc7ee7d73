import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { parseBytes, parseDuration } from '../../src/cli/text/format.ts';
import { safeText } from '../../src/cli/text/safe-text.ts';
import { resourcesDir } from '../support/built.ts';
import { type Ended, runCli } from '../support/terminal/cli.ts';
import { runCliHere } from '../support/terminal/cli-here.ts';
import { anyText } from '../support/values/any-text.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const dataflare = (args: readonly string[]): Promise<Ended> => runCliHere(folder, args);
const redactor = join(resourcesDir, 'plugins/pii-redactor');

describe('the command line', () => {
	it('installs, runs on standard input, and shows it in the history', async () => {
		expect(await dataflare(['install', redactor, '--yes'])).toMatchObject({ code: 0, err: '' });
		const run = await runCli(folder, ['run', 'pii-redactor', '-i', '-', '-o', '-'], '{"m":"bob@example.com"}\n');
		expect(run).toMatchObject({ code: 0, out: '{"m":"b***@***.com"}\n' });
		const call = ['call', 'pii-redactor', 'process_data', '{"m":"a@b.org"}', '-'];
		const called = await runCli(folder, call, '{"m":"c@d.org"}');
		expect(called.out).toContain('a***@***.org');
		expect(called.out).toContain('c***@***.org');
		const history = await dataflare(['--json', 'history', 'list']);
		expect(JSON.parse(history.out)).toMatchObject({ ok: true, data: { total: 3 } });
		const csv = await dataflare(['history', 'export', '--format', 'csv']);
		const table = join(folder, 'runs.csv');
		for (const [flags, begin] of [
			[[], '\ufeffid,kind,'],
			[['--no-bom'], 'id,kind,'],
		] as const) {
			await dataflare(['history', 'export', '--format', 'csv', '--output', table, ...flags]);
			expect(readFileSync(table, 'utf8').slice(0, begin.length)).toBe(begin);
		}
		expect(csv.out.split('\r\n')).toHaveLength(5);
		const newest = await dataflare(['history', 'export', '--format', 'json', '--limit', '2']);
		expect(JSON.parse(newest.out)).toEqual(JSON.parse(history.out).data.runs.slice(0, 2));
		const target = join(folder, 'runs.ndjson');
		const written = await dataflare(['history', 'export', '--kind', 'call', '--output', target]);
		expect(written).toMatchObject({ code: 0, out: expect.stringContaining('2 runs written') });
		expect(
			readFileSync(target, 'utf8')
				.trimEnd()
				.split('\n')
				.map((line) => JSON.parse(line).kind),
		).toEqual(['call', 'call']);
		expect(await dataflare(['history', 'export', '--format', 'xls'])).toMatchObject({ code: 2 });
	});

	it('answers a mistake with exit code 2, a failure with 1, and one JSON document when asked', async () => {
		expect(await runCli(folder, ['bogus'])).toMatchObject({
			code: 2,
			err: expect.stringMatching(/^error\[invalid_input\]: .*\nhint: /),
		});
		expect(await dataflare(['call'])).toMatchObject({ code: 2 });
		expect(await dataflare(['install', redactor])).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
		expect(await runCli(folder, ['call', 'nobody', 'f'])).toMatchObject({
			code: 1,
			out: '',
			err: expect.stringContaining('error[not_found]'),
		});
		const json = await dataflare(['--json', 'call', 'nobody', 'f']);
		expect(JSON.parse(json.out)).toMatchObject({ ok: false, error: { code: 'not_found' } });
		expect(await dataflare(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('Examples') });
	});

	it('decides policies by flags and tells what they allow', async () => {
		await dataflare(['install', redactor, '--yes']);
		expect(
			await dataflare([
				'policy',
				'set',
				'pii-redactor',
				'--allow-path',
				'/srv/data/:ro',
				'--memory',
				'8MiB',
				'--write-bytes',
				'2MiB',
				'--new-files',
				'3',
			]),
		).toMatchObject({ code: 0 });
		expect(await dataflare(['policy', 'check', 'pii-redactor', 'read:/srv/data/x.csv'])).toMatchObject({ code: 0 });
		expect(await dataflare(['policy', 'check', 'pii-redactor', 'write:/srv/data/x.csv'])).toMatchObject({ code: 1 });
		const shown = JSON.parse((await dataflare(['--json', 'policy', 'show', 'pii-redactor'])).out);
		expect(shown.data.effective).toMatchObject({
			max_memory: 8 * 1024 * 1024,
			max_write_bytes: 2 * 1024 * 1024,
			max_new_files: 3,
			allowed_paths: ['/srv/data/:ro'],
		});
		expect(await dataflare(['policy', 'set', 'pii-redactor'])).toMatchObject({ code: 2 });
	});

	it('has help with examples for every command', async () => {
		const help = async (...path: readonly string[]): Promise<string> => {
			const terminal = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
			const nothing = (): never => expect.unreachable();
			expect(await runProgram([...path, '--help'], terminal, nothing, nothing)).toBe(0);
			return text(terminal.stdout.end());
		};
		const commandsIn = (shown: string): readonly string[] =>
			[...(shown.split('Commands:')[1] ?? '').matchAll(/^ {2}(\w+)/gm)]
				.map(([, name]) => name ?? '')
				.filter((name) => name !== 'help' && name !== 'dataflare');
		const visit = async (path: readonly string[]): Promise<number> => {
			const shown = await help(...path);
			expect(shown).toMatch(new RegExp(`Examples?:\\n {2}dataflare ${path.join(' ')}`));
			let visited = 1;
			for (const name of commandsIn(shown)) visited += await visit([...path, name]);
			return visited;
		};
		expect(await visit([])).toBeGreaterThanOrEqual(25);
	});

	it('ends with 130 when it is interrupted', async () => {
		expect(await runCli(folder, ['watch'], '', /Watching/)).toMatchObject({ code: 130 });
	});

	it('says what is wrong with a data folder that is a file', async () => {
		writeFileSync(join(folder, 'data'), '');
		expect(await dataflare(['list'])).toMatchObject({ code: 1, err: expect.stringContaining('error[storage]') });
	});
});

describe('text of plugins', () => {
	it('never reaches a terminal with controls in it', () => {
		fc.assert(
			fc.property(anyText(), (input) => {
				for (const character of safeText(input)) {
					const point = character.codePointAt(0) ?? 0;
					expect(point >= 32 || character === '\n' || character === '\t').toBe(true);
					expect(
						(point >= 0x7f && point <= 0x9f) ||
							(point >= 0x202a && point <= 0x202e) ||
							(point >= 0x2066 && point <= 0x2069),
					).toBe(false);
				}
			}),
		);
	});
});

describe('sizes and times', () => {
	it('are read with their units', () => {
		expect([parseBytes('32MB'), parseBytes('64MiB'), parseBytes('1.5k')]).toEqual([32e6, 64 * 1024 ** 2, 1500]);
		expect([parseDuration('500ms'), parseDuration('2min'), parseDuration('30d')]).toEqual([
			500, 120_000, 2_592_000_000,
		]);
		expect(() => parseBytes('much')).toThrow('such as 32MB');
	});
});
