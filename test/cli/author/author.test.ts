import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from '../../../src/cli/program.ts';
import { createCore } from '../../../src/core/index.ts';
import { cliEntry, reaperEntry, resourcesDir, sandboxEntry } from '../../support/built.ts';
import { runCliHere } from '../../support/terminal/cli-here.ts';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-cli-author-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const dataflare = (...args: readonly string[]) => runCliHere(folder, args);
const path = (...below: readonly string[]): string => join(folder, ...below);
const begin = (name: string, role: string) =>
	dataflare('plugin', 'new', name, '--language', 'wat', '--role', role, '--author', 'Ada');

describe('dataflare plugin new', () => {
	it('makes a folder, and says what comes next', async () => {
		const made = await begin('kept', 'filter');
		expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/build\.json[\s\S]*src\/plugin\.wat/) });
		expect(made.err).toContain('dataflare plugin build kept');
		expect(await begin('kept', 'filter')).toMatchObject({ code: 1, err: expect.stringContaining('not empty') });
	});

	it.each([
		['a language', ['plugin', 'new', 'x', '--role', 'filter'], /--language assemblyscript\|rust/],
		['a role', ['plugin', 'new', 'x', '--language', 'c'], /--role source\|/],
		['a name', ['plugin', 'new', '--language', 'c', '--role', 'filter'], /--name/],
		['a language that there is', ['plugin', 'new', 'x', '--language', 'rsut'], /did you mean "rust"/],
		['a grant that there is', ['plugin', 'test', '--grant', 'all'], /"requested"/],
	])('wants to be told %s', async (_, args, hint) => {
		expect(await dataflare(...args)).toMatchObject({ code: 2, err: expect.stringMatching(hint) });
		expect(existsSync(path('x'))).toBe(false);
	});

	it('asks whoever sits before it for what was not said', async () => {
		const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
		const answers: readonly (readonly [question: RegExp, answer: string])[] = [
			[/Which language/, 'wat'],
			[/Which role/, 'agg'],
		];
		let asked = 0;
		stderr.on('data', (piece: Buffer) => {
			const next = answers[asked];
			if (next?.[0].test(piece.toString()) !== true) return;
			asked++;
			stdin.write(`${next[1]}\n`);
		});
		stdout.resume();
		const code = await runProgram(
			['--data-dir', path('data'), 'plugin', 'new', path('asked')],
			{ stdin: Object.assign(stdin, { isTTY: true }), stdout, stderr },
			({ preload: _, ...options }) =>
				createCore({ ...options, preload: false, spares: 0, sandboxEntry, reaperEntry, resourcesDir }),
			() => undefined,
		);
		expect({ code, asked }).toEqual({ code: 0, asked: 2 });
		expect(JSON.parse(readFileSync(path('asked/plugin.json'), 'utf8'))).toMatchObject({
			...{ name: 'asked', type: 'aggregator' },
		});
	});
});

describe('a plugin of one’s own', () => {
	beforeAll(async () => {
		await begin('mine', 'transformer');
	});

	it('is built: the commands are shown, then what came of them', async () => {
		const built = await dataflare('plugin', 'build', 'mine');
		expect(built).toMatchObject({ code: 0, err: expect.stringContaining('$ wat2wasm src/plugin.wat -o mine.wasm') });
		expect(built.out).toMatch(/^mine was built in .*\.$/m);
	});

	it('is not built where the compiler says no: its words are shown, and nothing is lost', async () => {
		const text = readFileSync(path('mine/src/plugin.wat'), 'utf8');
		writeFileSync(path('mine/src/plugin.wat'), `${text}(`);
		expect(await dataflare('plugin', 'build', 'mine')).toMatchObject({
			...{ code: 1, err: expect.stringMatching(/plugin\.wat:\d+[\s\S]*error\[invalid_input\]: wat2wasm failed/) },
		});
		writeFileSync(path('mine/src/plugin.wat'), text);
		expect(existsSync(path('mine/mine.wasm'))).toBe(true);
		// The source was written after the module: that is said, until it is built again.
		expect((await dataflare('plugin', 'validate', 'mine')).out).toContain('is newer than the module');
		expect(await dataflare('plugin', 'build', 'mine')).toMatchObject({ code: 0 });
	});

	it('is tested: 0 where all is as expected, 1 with the differences where it is not', async () => {
		expect(await dataflare('plugin', 'test', 'mine')).toMatchObject({
			...{ code: 0, out: expect.stringMatching(/first +passed[\s\S]*1 of 1 case passed/) },
		});
		const text = readFileSync(path('mine/cases/first.json'), 'utf8');
		writeFileSync(path('mine/cases/first.json'), text.replace('"number": 3', '"number": 4'));
		const failed = await dataflare('plugin', 'test', 'mine');
		expect(failed).toMatchObject({ code: 1, out: expect.stringContaining('output[2].number: expected 4, got 3') });
		const json = await dataflare('--json', 'plugin', 'test', 'mine');
		expect(JSON.parse(json.out)).toMatchObject({ ok: true, data: { counts: { failed: 1 } } });
		expect(await dataflare('plugin', 'test', 'mine', '--update')).toMatchObject({ code: 0 });
		expect(JSON.parse(readFileSync(path('mine/cases/first.json'), 'utf8'))).toEqual(JSON.parse(text));
	});

	it('is validated: advice fails it only where that is asked for', async () => {
		expect(await dataflare('plugin', 'validate', 'mine', '--strict')).toMatchObject({ code: 0 });
		rmSync(path('mine/CHANGELOG.md'));
		expect(await dataflare('plugin', 'validate', 'mine')).toMatchObject({
			...{ code: 0, out: expect.stringContaining('CHANGELOG.md') },
		});
		expect(await dataflare('plugin', 'validate', 'mine', '--strict')).toMatchObject({ code: 1 });
	});

	it('is packed by either command, and measured beside what was packed', async () => {
		expect(await dataflare('plugin', 'pack', 'mine', '--out', path('mine'))).toMatchObject({ code: 0 });
		const measured = await dataflare('plugin', 'bench', 'mine', '--records', '300');
		expect(measured).toMatchObject({ code: 0, out: expect.stringMatching(/BEFORE[\s\S]*records per second/) });
		expect(measured.err).toContain('mine-0.1.0.dfplugin');
	});

	it('is built, tried and swapped after each change, until it is stopped', async () => {
		expect(await dataflare('install', 'mine', '--yes')).toMatchObject({ code: 0 });
		const child = spawn(process.execPath, [cliEntry, '--data-dir', path('data'), 'plugin', 'dev', 'mine'], {
			cwd: folder,
		});
		let said = '';
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (said += piece));
		const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
		const source = path('mine/src/plugin.wat');
		const text = readFileSync(source, 'utf8');
		/** Waits for the end of a round, and gives what it said. */
		const round = async (number: number): Promise<string> => {
			const ends = () => said.split('Waiting for a change').length - 1;
			await expect.poll(ends, { timeout: 100_000 }).toBeGreaterThanOrEqual(number);
			return said.split('Waiting for a change')[number - 1] ?? '';
		};
		try {
			expect(await round(1)).toContain('1 of 1 case passed');
			writeFileSync(source, text.replace('\\22record\\22', '\\22racord\\22'));
			expect(await round(2)).toMatch(
				/plugin\.wat changed\.[\s\S]*output\[0\]\.record: was [\s\S]*mine was swapped where it is installed/,
			);
			const manifest = readFileSync(path('mine/plugin.json'), 'utf8');
			writeFileSync(path('mine/plugin.json'), manifest.replace('"0.1.0"', '"0.2.0"'));
			expect(await round(3)).toMatch(/plugin\.json changed\.[\s\S]*mine was swapped where it is installed/);
			writeFileSync(source, '(module');
			expect(await round(4)).toMatch(/wat2wasm failed[\s\S]*last version that worked stays/);
		} finally {
			child.kill('SIGINT');
		}
		expect(await ended).toBe(130);
		expect((await dataflare('call', 'mine', 'transform_data', '{"a":1}')).out).toContain('racord');
		writeFileSync(source, text);
	});

	it('is compared with a version that is kept, by what the same cases do there', async () => {
		// The module in the folder gives "record" again; the kept 0.2.0 gives "racord".
		expect(await dataflare('plugin', 'build', 'mine')).toMatchObject({ code: 0 });
		const changed = await dataflare('plugin', 'test', 'mine', '--since', '0.2.0');
		expect(changed).toMatchObject({ code: 0, out: expect.stringContaining('1 of 1 case passed') });
		expect(changed.out).toMatch(/cases\/first\.json, since version 0\.2\.0:\n +output\[0\]\.\w+: was/);
		expect(changed.out).toContain('1 case of 1 came out otherwise than from version 0.2.0.');
		const json = await dataflare('--json', 'plugin', 'test', 'mine', '--since', '0.2.0');
		expect(JSON.parse(json.out).data.cases[0].changes).toContainEqual(
			expect.objectContaining({ at: 'output[0].racord' }),
		);
		// Two modules were called 0.1.0: the first one is what is in the folder.
		const several = await dataflare('plugin', 'test', 'mine', '--since', '0.1.0');
		expect(several).toMatchObject({ code: 2, err: expect.stringContaining('2 versions of mine are called "0.1.0"') });
		const versions = JSON.parse((await dataflare('--json', 'versions', 'mine')).out).data as readonly {
			readonly sha256: string;
			readonly label: string;
		}[];
		const { sha256 } = JSON.parse(json.out).data as { readonly sha256: string };
		expect(versions.filter((version) => version.sha256 === sha256)).toHaveLength(1);
		const same = await dataflare('plugin', 'test', 'mine', '--since', sha256.slice(0, 12));
		expect(same).toMatchObject({
			code: 0,
			out: expect.stringContaining('Everything comes out as from version 0.1.0.'),
		});
		expect(await dataflare('plugin', 'test', 'mine', '--since', '0.2.1')).toMatchObject({
			code: 1,
			err: expect.stringMatching(/mine never had a version "0\.2\.1".*did you mean[\s\S]*dataflare versions mine/),
		});
		await begin('stranger', 'filter');
		expect(await dataflare('plugin', 'build', 'stranger')).toMatchObject({ code: 0 });
		expect(await dataflare('plugin', 'test', 'stranger', '--since', '1')).toMatchObject({
			code: 1,
			err: expect.stringContaining('No plugin named "stranger" is installed'),
		});
	});
});
