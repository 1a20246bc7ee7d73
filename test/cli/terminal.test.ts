import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listenForInterrupts } from '../../src/cli/session/interrupts.ts';
import { cliEntry, resourcesDir } from '../support/built.ts';
import { sayingForEver } from '../support/guests/progress-guest.ts';
import { wat } from '../support/guests/wat.ts';
import { eventually } from '../support/scratch/scratch-core.ts';
import { runCliHere } from '../support/terminal/cli-here.ts';
import { keys, onTerminal, type PtyEnded, type PtyOptions } from '../support/terminal/pty.ts';

const escape = '\u001b[';
const redactor = join(resourcesDir, 'plugins/pii-redactor');

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-terminal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const program = (): readonly string[] => [process.execPath, cliEntry, '--data-dir', join(folder, 'data')];
const dataflare = (args: readonly string[], options?: PtyOptions): Promise<PtyEnded> =>
	onTerminal([...program(), ...args], options);
/** Where it matters what it does, and not how it is shown. */
const done = async (...args: readonly string[]): Promise<void> =>
	expect(await runCliHere(folder, args)).toMatchObject({ code: 0 });
/** What is sent to a terminal so wide by a command in this process: all but how a terminal itself is asked. */
async function shownOn(columns: number, args: readonly string[]): Promise<string> {
	const { out, err } = await runCliHere(folder, args, '', columns);
	return out + err;
}
const onWide = (args: readonly string[]): Promise<string> => shownOn(100, args);
/** Typed on a terminal, which this process stands for: what a question makes of a word, not how a key reaches it. */
const answered = (word: string, args: readonly string[]) => runCliHere(folder, args, `${word}\n`, 100, true);
/** With redirections: the rest of a shell command behind `dataflare`. */
const shell = (rest: string, options?: PtyOptions): Promise<PtyEnded> =>
	onTerminal(['sh', '-c', `exec "$@" ${rest}`, 'sh', ...program()], options);

/** Each record that it is given keeps it busy for a while, longer than anybody waits for all. */
const slow = `(module (memory (export "memory") 1)
	(func (export "process_data") (param i32 i32) (result i32) (local $n i32)
		(loop $l (local.set $n (i32.add (local.get $n) (i32.const 1))) (br_if $l (i32.lt_u (local.get $n) (i32.const 20000000))))
		(i32.const 0)))`;
const spinning = `(module (memory (export "memory") 1)
	(func (export "process_data") (param i32 i32) (result i32) (loop $l (br $l)) (i32.const 0)))`;

async function installed(name: string, source: string, manifest: object = {}): Promise<void> {
	const path = join(folder, name);
	mkdirSync(path);
	writeFileSync(join(path, 'p.wasm'), await wat(source));
	writeFileSync(
		join(path, 'plugin.json'),
		JSON.stringify({ name, type: 'processor', module_path: './p.wasm', ...manifest }),
	);
	await done('install', path, '--yes');
}

const listed = async (): Promise<string> => (await runCliHere(folder, ['list'])).out;

interface LastRun {
	readonly id: string;
	readonly status: string;
	readonly error: { readonly code: string } | null;
}

async function lastRun(): Promise<LastRun> {
	const { out } = await runCliHere(folder, ['--json', 'history', 'list', '--limit', '1']);
	return JSON.parse(out).data.runs[0];
}

describe('on a terminal', () => {
	it('shows how far a plugin says that it is, as its word, and clears that line', async () => {
		await installed('busy', sayingForEver(30, 120), { timeout_ms: 600_000 });
		const shown = await dataflare(['call', 'busy', 'process_data', '{}'], {
			keys: [[/25 % +busy says 30 of 120/, keys.ctrlC]],
		});
		expect(shown.code).toBe(130);
		expect(shown.text).toContain('busy says 30 of 120');
		expect(shown.raw).toContain(`${escape}?25h`);
	});

	it('draws tables with borders and colours, and neither where the output is piped', async () => {
		await done('install', redactor, '--yes');
		const shown = await dataflare(['list']);
		expect(shown.text).toMatch(/┌─+┬.*│ NAME +│ TYPE.*└─/s);
		expect(shown.raw).toContain(`${escape}32mready`);
		const piped = await shell('list | cat');
		expect(piped.raw).not.toContain(escape);
		expect(piped.text).toMatch(
			/^NAME +TYPE +VERSION +STATE +SHA-256 +FILES +SIGNED BY +PRELOAD\npii-redactor +processor/,
		);
	});

	it('leaves colours out for NO_COLOR, --no-color and a dumb terminal', async () => {
		await done('install', redactor, '--yes');
		for (const shown of [
			await dataflare(['list'], { env: { NO_COLOR: '1' } }),
			await dataflare(['list'], { env: { TERM: 'dumb' } }),
		]) {
			expect(shown.raw).not.toContain(escape);
			expect(shown.text).toContain('│ pii-redactor │');
		}
		const plain = await onWide(['list', '--no-color']);
		expect(plain).not.toContain(escape);
		expect(plain).toContain('│ pii-redactor │');
		expect((await dataflare(['list'], { env: { NO_COLOR: '' } })).raw).toContain(`${escape}32mready`);
	});

	it('keeps every line of every table within the terminal, however narrow', async () => {
		await done('install', redactor, '--yes');
		const input = join(redactor, 'sample/tickets.ndjson');
		await done('run', 'pii-redactor', '-i', input, '-o', join(folder, 'out.ndjson'));
		const fits = (text: string, columns: number, word: string): void => {
			expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
			// Nothing is cut off, only wrapped.
			expect(text.replaceAll(/[│\s]/g, '')).toContain(word);
		};
		for (const columns of [200, 80, 40, 24]) {
			fits(stripVTControlCharacters(await shownOn(columns, ['list'])), columns, 'ready');
			fits(stripVTControlCharacters(await shownOn(columns, ['history', 'list'])), columns, 'succeeded');
		}
		// A terminal says by itself how wide it is.
		fits((await dataflare(['history', 'list'], { columns: 40 })).text, 40, 'succeeded');
	});

	it('says nothing about what went well with --quiet', async () => {
		expect(await onWide(['--quiet', 'install', redactor, '--yes'])).toBe('');
		const input = join(redactor, 'sample/tickets.ndjson');
		const run = await dataflare(['run', 'pii-redactor', '-i', input, '-o', join(folder, 'out.ndjson'), '--quiet']);
		expect(run).toMatchObject({ code: 0, raw: '' });
		expect(await onWide(['--quiet', 'call', 'pii-redactor', 'process_data', '{"a":1}'])).toBe('{\n  "a": 1\n}\n');
	});
});

describe('a question', () => {
	const source = join(resourcesDir, 'plugins/csv-source');

	it('comes after what the plugin asks for, in sentences, and grants what the answer says', async () => {
		const shown = await dataflare(['install', source], { keys: [['[y/a/N]', `a${keys.enter}`]] });
		expect(shown.code).toBe(0);
		expect(shown.text).toMatch(
			/- Read .* in its own data folder\.\n {6}its author’s reason: .*\n(?: {2}\| .*\n)* {2}- Use up to 32 MiB of memory\./,
		);
		await done('policy', 'check', 'csv-source', 'read:./x.csv');
		await dataflare(['uninstall', 'csv-source'], { keys: [['[y/N]', `y${keys.enter}`]] });
		expect(await listed()).toContain('No plugins installed');
		expect(await answered('y', ['install', source])).toMatchObject({ code: 0 });
		expect((await runCliHere(folder, ['policy', 'check', 'csv-source', 'read:./x.csv'])).code).toBe(1);
	});

	it.each([
		['Ctrl+D', keys.ctrlD, 1],
		['Enter', keys.enter, 1],
		['Ctrl+C', keys.ctrlC, 130],
	])('takes %j for no', async (_, press, code) => {
		expect((await dataflare(['install', source], { keys: [['[y/a/N]', press]] })).code).toBe(code);
		expect(await listed()).toContain('No plugins installed');
		await done('install', source, '--yes');
		expect((await dataflare(['uninstall', 'csv-source'], { keys: [['[y/N]', press]] })).code).toBe(code);
		expect(await listed()).toContain('csv-source');
	});

	it('takes another word for no as well', async () => {
		expect(await answered('maybe', ['install', source])).toMatchObject({ code: 1 });
		expect(await listed()).toContain('No plugins installed');
		await done('install', source, '--yes');
		expect(await answered('maybe', ['uninstall', 'csv-source'])).toMatchObject({ code: 1 });
		expect(await listed()).toContain('csv-source');
	});
});

describe('long work', () => {
	const records = '{"a":1}\n'.repeat(2000);

	it('shows a bar on standard error, none when that is piped, and is cancelled by Ctrl+C', async () => {
		await installed('slow', slow, { batch: false });
		writeFileSync(join(folder, 'in.ndjson'), records);
		const run = `run slow --batch 5 -i ${folder}/in.ndjson -o ${folder}/out.ndjson`;
		const shown = await shell(`${run} > /dev/null`, { keys: [[/% +\d.*in/, keys.ctrlC]] });
		expect(shown.code).toBe(130);
		expect(shown.text).toContain('Cancelling');
		expect(await lastRun()).toMatchObject({ status: 'cancelled', error: { code: 'cancelled' } });
		expect(() => readFileSync(join(folder, 'out.ndjson'))).toThrow('ENOENT');
		const piped = await shell(`${run} --quiet 2> ${folder}/err & sleep 2; kill -INT $!; wait $!; echo code $?`);
		expect(piped.text).toContain('code 130');
		expect(readFileSync(join(folder, 'err'), 'utf8')).toBe('');
	});

	it('that never comes back is cancelled by Ctrl+C as well, and no sandbox stays', async () => {
		await installed('spinning', spinning, { timeout_ms: 60_000, security_policy: { max_execution_time: 60_000 } });
		const ended = await onTerminal(
			['sh', '-c', 'echo begun; exec "$@"', 'sh', ...program(), 'call', 'spinning', 'process_data', '{}'],
			{
				keys: [
					[
						'begun',
						async () => {
							await eventually(async () => (await lastRun())?.status === 'running');
							return keys.ctrlC;
						},
					],
				],
			},
		);
		expect(ended.code).toBe(130);
		expect(await lastRun()).toMatchObject({ status: 'cancelled' });
	});

	it('ends at once at a second interrupt, while wrappers that repeat the first do not count', async () => {
		let ended = 0;
		const interrupts = listenForInterrupts(() => ended++);
		process.emit('SIGINT');
		process.emit('SIGINT');
		expect([interrupts.signal.aborted, ended]).toEqual([true, 0]);
		await new Promise((resolve) => setTimeout(resolve, 300));
		process.emit('SIGINT');
		expect(ended).toBe(1);
		interrupts.stop();
	});
});

describe('watch', () => {
	it('prints what happens as NDJSON until Ctrl+C, runs of other programs included', async () => {
		const events = (): readonly { readonly event: string }[] =>
			readFileSync(join(folder, 'events'), 'utf8')
				.split('\n')
				.slice(0, -1)
				.map((line) => JSON.parse(line));
		const ended = await shell(`watch > ${folder}/events`, {
			keys: [
				[
					'Watching',
					async () => {
						await done('install', redactor, '--yes');
						await dataflare(['call', 'pii-redactor', 'process_data', '{}']);
						const told = ['plugin.changed', 'run.started', 'run.finished'];
						await eventually(() => told.every((one) => events().some(({ event }) => event === one)));
						return keys.ctrlC;
					},
				],
			],
		});
		expect(ended.code).toBe(130);
		expect(events().map(({ event }) => event)).toEqual(
			expect.arrayContaining(['plugin.changed', 'run.started', 'run.finished']),
		);
	});
});

describe('what a plugin says', () => {
	const evil = '\u001b]0;owned\u0007\u001b[2J\u009b31m\u202egnp.exe';

	it('steers no terminal: in its description, its log, its errors and its results', async () => {
		const quoted = JSON.stringify(evil);
		const bytes = [...Buffer.from(quoted)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
		const size = Buffer.byteLength(quoted);
		await installed(
			'evil',
			`(module (import "env" "host_log" (func $log (param i32 i32 i32 i32)))
				(import "env" "host_set_error" (func $error (param i32 i32)))
				(memory (export "memory") 1) (data (i32.const 16) "\\${size.toString(16)}\\00\\00\\00${bytes}info")
				(func $say (call $log (i32.const ${20 + size}) (i32.const 4) (i32.const 20) (i32.const ${size})))
				(func (export "process_data") (param i32 i32) (result i32) (call $say) (i32.const 16))
				(func (export "fails") (param i32 i32) (result i32) (call $say)
					(call $error (i32.const 20) (i32.const ${size})) (i32.const -1)))`,
			{ metadata: { description: evil, version: evil } },
		);
		const input = join(folder, 'in.ndjson');
		writeFileSync(input, '{}\n');
		const shown = [
			await onWide(['inspect', 'evil']),
			await onWide(['list']),
			await onWide(['call', 'evil', 'process_data', '{}']),
			await onWide(['--json', 'call', 'evil', 'process_data', '{}']),
			await onWide(['run', 'evil', '-i', input, '-o', '-']),
			await onWide(['history', 'export', '--format', 'csv']),
			(await dataflare(['call', 'evil', 'fails', '{}'])).raw,
		];
		const { id } = await lastRun();
		shown.push(await onWide(['history', 'show', id]));
		for (const raw of shown) {
			expect(raw).not.toMatch(/\u001b\]|\u001b\[2J|[\u0007\u0080-\u009f\u202e]/);
		}
		expect(stripVTControlCharacters(shown.at(-1) ?? '')).toContain('owned');
	});
});
