import {
	createWriteStream,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cliEntry, resourcesDir } from '../support/built.ts';
import { wat } from '../support/guests/wat.ts';
import { type Ended, runCli } from '../support/terminal/cli.ts';
import { runCliHere } from '../support/terminal/cli-here.ts';
import { onTerminal, python } from '../support/terminal/pty.ts';
import { isLong } from '../support/values/tries.ts';

let folder: string;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-bad-input-'));
	for (const name of ['pii-redactor', 'csv-source', 'file-writer']) {
		expect(await dataflare(['install', join(resourcesDir, 'plugins', name), '--yes'])).toMatchObject({ code: 0 });
	}
	writeFileSync(join(folder, 'good.ndjson'), good);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
	expect(readdirSync(folder).filter((name) => /\.partial$|\.tmp$/.test(name))).toEqual([]);
});

const good = '{"m":"bob@example.com"}\n';
const dataflare = (args: readonly string[], input?: string): Promise<Ended> => runCliHere(folder, args, input);
const redact = (input: string, output: string, ...more: readonly string[]): Promise<Ended> =>
	dataflare(['run', 'pii-redactor', '-i', input, '-o', output, ...more]);

async function refused(run: Promise<Ended>, code: string, ...said: readonly string[]): Promise<void> {
	const { code: exit, out, err } = await run;
	expect({ exit, out }).toEqual({ exit: code === 'usage' ? 2 : 1, out: '' });
	expect(err).toMatch(new RegExp(`^error\\[${code === 'usage' ? 'invalid_input' : code}\\]: .*\\.?\\n`));
	for (const words of said) expect(err).toContain(words);
}

describe('an input', () => {
	it('that is missing or a folder is refused by name, whoever reads it', async () => {
		await refused(redact('none.ndjson', 'out.ndjson'), 'not_found', `There is no file ${folder}/none.ndjson`);
		await refused(redact('.', 'out.ndjson'), 'invalid_input', 'is a folder');
		const csv = (input: string): Promise<Ended> => dataflare(['run', 'csv-source', '-i', input, '-o', 'out.ndjson']);
		await refused(csv('none.csv'), 'not_found', `There is no file ${folder}/none.csv`);
		await refused(csv('.'), 'invalid_input', 'is a folder');
		expect(existsSync(join(folder, 'out.ndjson'))).toBe(false);
	});

	it('that is empty gives an empty output, except where the name says that it is a JSON document', async () => {
		for (const name of ['empty.ndjson', 'empty.json', 'empty.csv']) writeFileSync(join(folder, name), '');
		writeFileSync(join(folder, 'list.json'), '[]');
		expect(await redact('empty.ndjson', 'none.ndjson')).toMatchObject({ code: 0 });
		expect(readFileSync(join(folder, 'none.ndjson'), 'utf8')).toBe('');
		await refused(redact('empty.json', 'none.json'), 'invalid_input', 'The input is empty', '[]');
		expect(await redact('list.json', 'none.json')).toMatchObject({ code: 0 });
		expect(JSON.parse(readFileSync(join(folder, 'none.json'), 'utf8'))).toEqual([]);
		expect(await dataflare(['run', 'csv-source', '-i', 'empty.csv', '-o', '-'])).toMatchObject({ code: 0, out: '' });
		expect(await redact('-', '-')).toMatchObject({ code: 0, out: '' });
	});

	it('that is not UTF-8 or not JSON is refused with the place, and leaves no output', async () => {
		writeFileSync(join(folder, 'latin.ndjson'), Buffer.from('{"a":"ok"}\n{"a":"caf\xe9"}\n', 'latin1'));
		await refused(redact('latin.ndjson', 'out.ndjson'), 'invalid_input', 'Record 2 ', 'UTF-8', 'iconv');
		writeFileSync(join(folder, 'cut.json'), '[{"a":1},{"a":');
		await refused(redact('cut.json', 'out.ndjson'), 'invalid_input', 'after 14 bytes');
		writeFileSync(join(folder, 'odd.json'), '[{"a":1}]]');
		await refused(redact('odd.json', 'out.ndjson'), 'invalid_input', 'on line 1, column 10: unexpected "]"');
		writeFileSync(join(folder, 'odd.ndjson'), '{"a":1}\n{"a":2} // said\n');
		await refused(redact('odd.ndjson', 'out.ndjson'), 'invalid_input', 'on line 2, column 9: unexpected "/"');
		expect(existsSync(join(folder, 'out.ndjson'))).toBe(false);
	});

	it('that is one line of 100 MB is refused before it fills the memory', async () => {
		const piece = Buffer.alloc(1024 * 1024, 'x');
		const source = Readable.from(Array.from({ length: 100 }, (_, at) => (at === 0 ? Buffer.from('{"a":"') : piece)));
		await pipeline(source, createWriteStream(join(folder, 'long.ndjson')));
		const peak = 'import resource; print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, "KB at most")';
		const measured = await onTerminal([
			...[python, '-c', `import subprocess, sys; subprocess.run(sys.argv[1:]); ${peak}`, process.execPath, cliEntry],
			...[
				'--data-dir',
				join(folder, 'data'),
				'run',
				'pii-redactor',
				'-i',
				join(folder, 'long.ndjson'),
				'-o',
				'/dev/null',
			],
		]);
		expect(measured.text).toMatch(/error\[invalid_input\]: Line 1 of the input is longer than 67,108,864 bytes/);
		// The program itself takes some 100 MB; what it read of the line before it gave up is 68 MB.
		expect(Number(/(\d+) KB at most/.exec(measured.text)?.[1])).toBeLessThan(260_000);
		rmSync(join(folder, 'long.ndjson'));
	});
});

describe('an output', () => {
	it('that cannot be written is refused, and nothing half-written stays', async () => {
		await refused(redact('good.ndjson', '.'), 'invalid_input', 'is a folder');
		await refused(
			redact('good.ndjson', 'nowhere/out.ndjson'),
			'not_found',
			`The folder ${folder}/nowhere does not exist`,
		);
		await refused(redact('good.ndjson', '/proc/out.ndjson'), 'not_found', '/proc');
		await refused(redact('good.ndjson', 'out.csv'), 'invalid_input', 'not as CSV', 'file-writer');
		await refused(redact('good.ndjson', '/dev/full'), 'storage', 'disk is full');
	});

	it('that outgrows what the place takes leaves what was there before', async () => {
		writeFileSync(join(folder, 'many.ndjson'), `{"a":"${'y'.repeat(500)}"}\n`.repeat(8000));
		writeFileSync(join(folder, 'kept.ndjson'), 'before\n');
		const ended = await onTerminal([
			...['bash', '-c', 'ulimit -f 2000; exec "$@"', 'bash', process.execPath, cliEntry],
			...['--data-dir', join(folder, 'data'), 'run', 'pii-redactor'],
			...['-i', join(folder, 'many.ndjson'), '-o', join(folder, 'kept.ndjson')],
		]);
		expect(ended).toMatchObject({ code: 1, text: expect.stringContaining('error[storage]') });
		expect(readFileSync(join(folder, 'kept.ndjson'), 'utf8')).toBe('before\n');
	});

	it('may be the input where that is said: it is replaced whole, at the end, and stays as it was when the run fails', async () => {
		writeFileSync(join(folder, 'same.ndjson'), good);
		await refused(redact('same.ndjson', 'same.ndjson'), 'conflict', 'is also the input', '--replace-input');
		expect(readFileSync(join(folder, 'same.ndjson'), 'utf8')).toBe(good);
		expect(await redact('same.ndjson', 'same.ndjson', '--replace-input')).toMatchObject({ code: 0 });
		expect(readFileSync(join(folder, 'same.ndjson'), 'utf8')).toBe('{"m":"b***@***.com"}\n');
		writeFileSync(join(folder, 'same.ndjson'), `${good}oops\n`);
		await refused(
			redact('same.ndjson', 'same.ndjson', '--replace-input'),
			'invalid_input',
			'on line 2, column 1: unexpected "o"',
		);
		expect(readFileSync(join(folder, 'same.ndjson'), 'utf8')).toBe(`${good}oops\n`);
	});

	it('that nobody named is said to be lost', async () => {
		const run = await dataflare(['run', 'pii-redactor', '-i', 'good.ndjson']);
		expect(run).toMatchObject({ code: 0, err: expect.stringContaining('--output') });
	});
});

describe('a command', () => {
	it('with a slip in it is told what was meant', async () => {
		await refused(
			dataflare(['call', 'pii-redactor', 'proces_data', '{}']),
			'not_found',
			'Did you mean `process_data`?',
		);
		await refused(
			dataflare(['call', 'pii-redactro', 'process_data', '{}']),
			'not_found',
			'did you mean "pii-redactor"',
		);
		await refused(
			dataflare(['call', 'pii-redactor', 'process_data', '{"a":1,}']),
			'invalid_input',
			'column 8: unexpected "}"',
		);
		await refused(
			dataflare(['run', 'pii-redactor', '-i', 'good.ndjson', '--config', '{x']),
			'usage',
			'--config is not JSON: line 1, column 2',
		);
		await refused(redact('good.ndjson', '-', '--batch', '0'), 'usage', 'Expected 1 or more');
		await refused(redact('good.ndjson', '-', '--format', 'xml'), 'usage', 'ndjson, json, lines or bytes');
		await refused(dataflare(['instal', 'x']), 'usage', 'Did you mean install?', 'Run `dataflare --help`');
		await refused(dataflare(['policy', 'check', 'csv-source']), 'usage', 'Run `dataflare policy check --help`');
		await refused(dataflare(['watch', '--nope']), 'usage', 'Run `dataflare watch --help`');
	});

	it('that the engine finds is a wrong use as well, and says what was expected', async () => {
		await refused(dataflare(['run', 'pii-redactor']), 'usage', 'needs an input', 'hint: ');
		await refused(
			dataflare(['history', 'list', '--status', 'nope']),
			'usage',
			'expected one of "running"',
			'hint: Use one',
		);
		await refused(dataflare(['history', 'show', 'zzz']), 'usage', '1 to 12 hexadecimal digits', 'hint: ');
		await refused(dataflare(['history', 'search', '']), 'usage', 'text: must not be empty', 'hint: ');
		await refused(dataflare(['policy', 'check', 'csv-source', 'bogus']), 'usage', 'not a request', 'read:');
		const set = (...flags: readonly string[]): Promise<Ended> => dataflare(['policy', 'set', 'csv-source', ...flags]);
		await refused(
			set('--memory', '1'),
			'usage',
			'policy.max_memory: expected at least 65,536 bytes (64 KiB)',
			'hint: ',
		);
		await refused(set('--allow-path', ''), 'usage', 'policy.allowed_paths[0]: must not be empty', 'hint: ');
		const run = (config: string): Promise<Ended> =>
			dataflare(['run', 'pii-redactor', '-i', 'good.ndjson', '--config', config]);
		await refused(run('[]'), 'usage', '--config takes a JSON object', 'hint: For example');
		for (const number of ['9007199254740993', '1e400', '-0', '0.1234567890123456789'])
			await refused(
				run(`{"fields":["note",{"x":${number}}]}`),
				'usage',
				`--config: ${number} is a number that cannot be stored exactly.`,
				'hint: Use a smaller number',
			);
	});

	it('of a grant names the key, the file or the word that was meant', async () => {
		const install = (grant: string): Promise<Ended> =>
			dataflare(['install', join(resourcesDir, 'plugins/row-filter'), '--yes', '--grant', grant]);
		writeFileSync(join(folder, 'grant.json'), '{"alow_network":true}');
		await refused(
			install('grant.json'),
			'configuration',
			'alow_network: is not a known key (did you mean "allow_network"?)',
		);
		await refused(install('/nope'), 'not_found', 'There is no file /nope', 'hint: ');
		await refused(install('reqested'), 'usage', 'did you mean "requested"?', 'hint: ');
	});
});

describe('what is shown of a plugin whose update is broken', () => {
	it('is the version in force, with what is wrong with the update', async () => {
		const manifest = join(folder, 'data/plugins/file-writer/plugin.json');
		const whole = readFileSync(manifest, 'utf8');
		writeFileSync(manifest, '{');
		const shown = await dataflare(['inspect', 'file-writer']);
		writeFileSync(manifest, whole);
		expect(shown).toMatchObject({ code: 0, err: '' });
		expect(shown.out).toMatch(/^file-writer 1\.0\.0 \(destination\)$/m);
		expect(shown.out).toMatch(/^ {2}note: .*this is the version in use: plugin\.json is not JSON/m);
	});
});

describe('a plugin that does not start', () => {
	it('stays installed with a warning that says why, and the list tells of it once it was tried', async () => {
		const made = join(folder, 'stubborn');
		mkdirSync(made);
		const start =
			'(module (memory (export "memory") 1) (func $s unreachable) (start $s) (func (export "process_data") (param i32 i32) (result i32) (i32.const 0)))';
		writeFileSync(join(made, 'm.wasm'), await wat(start));
		writeFileSync(join(made, 'plugin.json'), '{"name":"stubborn","type":"processor","module_path":"./m.wasm"}');
		const installed = await dataflare(['install', made, '--yes']);
		expect(installed).toMatchObject({ code: 0, out: 'stubborn was installed: ready.\n' });
		expect(installed.err).toMatch(/^warning: stubborn could not be started: start function: /m);
		const csv = await dataflare(['install', join(resourcesDir, 'plugins/csv-source'), '--yes', '--replace']);
		expect(csv.err).toMatch(
			/^warning: csv-source does not start with its current configuration: .*path.* It may need some/m,
		);
		expect((await dataflare(['list'])).out).not.toContain('failed to start');
		expect(await dataflare(['call', 'stubborn', 'process_data', '{}'])).toMatchObject({ code: 1 });
		expect((await dataflare(['list'])).out).toMatch(/^stubborn .*ready \(failed to start: start function: /m);
	});
});

describe('the counts of a run', () => {
	it('are the same in its table and in its sentence, and a destination that failed has written nothing for sure', async () => {
		writeFileSync(join(folder, 'two.csv'), 'a,b\n1,2\n3,4\n');
		const read = await dataflare(['run', 'csv-source', '-i', 'two.csv', '-o', 'two.ndjson']);
		expect(read.out).toMatch(/^csv-source +— +2 /m);
		expect(read.out).toContain('2 records in, 2 out');
		const written = await dataflare(['run', 'file-writer', '-i', 'two.ndjson', '-o', 'three.ndjson']);
		expect(written.out).toMatch(/^file-writer +2 +— /m);
		expect(written.out).toContain('2 records in, 2 out');
		expect((await dataflare(['run', 'file-writer', '-i', 'two.ndjson', '-o', 'none/x.ndjson'])).code).toBe(1);
		const id = JSON.parse((await dataflare(['--json', 'history', 'list', '--limit', '1'])).out).data.runs[0].id;
		expect((await dataflare(['history', 'show', id])).out).toContain(
			'2 handed to file-writer, which may not have written',
		);
	});
});

describe('an export of the history', () => {
	it('that cannot be written says where, and leaves nothing half-written', async () => {
		const run = (output: string): Promise<Ended> => dataflare(['history', 'export', '-o', output]);
		await refused(run('none/x.ndjson'), 'storage', `${folder}/none/x.ndjson cannot be written (ENOENT)`, 'hint: ');
		await refused(run('.'), 'storage', '(EISDIR)', 'hint: ');
		expect(await run('runs.ndjson')).toMatchObject({ code: 0 });
		expect(readdirSync(folder).filter((name) => name.startsWith('runs.'))).toEqual(['runs.ndjson']);
	});
});

describe('what is shown of a plugin', () => {
	const inspect = async (target: string): Promise<string> => (await dataflare(['inspect', target])).out;

	it('names imports, exports, memory and the custom section', async () => {
		const shown = await inspect(join(resourcesDir, 'plugins/pii-redactor'));
		expect(shown).toMatch(/^Imports: .*env\.\w+/m);
		expect(shown).toMatch(/^Exports: .*process_data/m);
		expect(shown).toMatch(/^Memory: from \d+ KiB to /m);
		expect(shown).toMatch(/^Custom section "dataflare": a manifest$/m);
	});

	it('tells of an installed one what is not granted, and marks harm only where there is some', async () => {
		const shown = await inspect('csv-source');
		expect(shown).not.toContain('new:');
		for (const line of shown.split('\n').filter((each) => each.includes('(! marks'))) expect(line).toContain('!');
		expect(shown.includes('(! marks')).toBe(/^ {2}! /m.test(shown));
		expect(shown).toMatch(/^Installed: version [\d.]+ \(sha256 [0-9a-f]{12}\), ready/m);
	});
});

describe('a history that was damaged', () => {
	it('is told of at once, and by list and stats until it is dismissed', async () => {
		const other = mkdtempSync(join(tmpdir(), 'dataflare-damaged-'));
		try {
			expect(await runCliHere(other, ['stats'])).toMatchObject({ code: 0, err: '' });
			for (const more of ['-wal', '-shm']) rmSync(join(other, `data/dataflare.db${more}`), { force: true });
			writeFileSync(join(other, 'data/dataflare.db'), 'SQLite format 3\0'.padEnd(8192, 'x'));
			const told = /^note: The history could not be read .* was moved to .*\n$/;
			expect((await runCliHere(other, ['--json', 'history', 'list'])).err).toMatch(told);
			expect((await runCliHere(other, ['history', 'list'])).err).toBe('');
			expect((await runCliHere(other, ['list'])).err).toMatch(told);
			expect((await runCliHere(other, ['stats'])).err).toMatch(told);
		} finally {
			rmSync(other, { recursive: true, force: true });
		}
	});
});

describe('two programs on one data folder', () => {
	it('work at once, and neither loses a run', async () => {
		const before = JSON.parse((await dataflare(['--json', 'history', 'list'])).out).data.total;
		const redactor = ['run', 'pii-redactor', '-i', 'good.ndjson'];
		const programs = isLong ? 6 : 3;
		const runs = Array.from({ length: programs }, (_, at) =>
			runCli(folder, [...redactor, '-o', `at-once-${at}.ndjson`]),
		);
		const decisions = [1, 2].map((at) =>
			runCli(folder, ['policy', 'set', 'csv-source', '--allow-path', `/srv/${at}/`]),
		);
		for (const run of await Promise.all(runs)) expect(run).toMatchObject({ code: 0, err: '' });
		// Both may have begun from the same version: then one is told so, and nothing is overwritten.
		const codes = (await Promise.all(decisions)).map(({ code, err }) => (code === 0 ? 'ok' : err.split(':')[0]));
		expect(codes).toContain('ok');
		expect(['ok', 'error[conflict]']).toEqual(expect.arrayContaining(codes));
		for (let at = 0; at < programs; at++) {
			expect(readFileSync(join(folder, `at-once-${at}.ndjson`), 'utf8')).toBe('{"m":"b***@***.com"}\n');
		}
		const after = JSON.parse((await dataflare(['--json', 'history', 'list', '--limit', String(programs)])).out).data;
		expect(after.total).toBe(before + programs);
		expect(after.runs.every((run: { status: string }) => run.status === 'succeeded')).toBe(true);
	});
});
