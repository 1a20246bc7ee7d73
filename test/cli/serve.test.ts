import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { cliEntry } from '../support/built.ts';
import { scratchFolder } from '../support/scratch/scratch.ts';
import { enter, exchange, send, tokenOf } from '../support/servers/loopback-client.ts';

const scratch = scratchFolder();
const root = resolve(import.meta.dirname, '../..');
const started: ChildProcess[] = [];

afterEach(() => {
	for (const child of started.splice(0)) child.kill('SIGKILL');
});

interface Program {
	readonly child: ChildProcess;
	readonly exit: Promise<readonly [code: number | null, signal: string | null]>;
	output(): string;
	/** The first address that it prints. */
	address(): Promise<{ readonly port: number; readonly url: string }>;
}

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Program {
	const { DISPLAY: _d, WAYLAND_DISPLAY: _w, ...inherited } = process.env;
	const child = spawn(process.execPath, [...args], {
		cwd: root,
		env: { ...inherited, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	started.push(child);
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream?.setEncoding('utf8').on('data', (text: string) => {
			output += text;
			child.emit('printed');
		});
	}
	const exit = new Promise<readonly [number | null, string | null]>((done) =>
		child.once('close', (code, signal) => done([code, signal])),
	);
	return {
		child,
		exit,
		output: () => output,
		async address() {
			for (;;) {
				const url = /http:\/\/127\.0\.0\.1:(\d+)\/#start=[\w-]+/.exec(output);
				if (url !== null) return { port: Number(url[1]), url: url[0] };
				if (child.exitCode !== null) throw new Error(`it ended: ${output}`);
				await Promise.race([once(child, 'printed'), exit]);
			}
		},
	};
}

const serve = (dataDir: string, more: readonly string[], env: Readonly<Record<string, string>> = {}): Program =>
	run([cliEntry, '--data-dir', join(scratch.path, dataDir), 'serve', ...more], env);

const leftIn = (dataDir: string, folder: string): readonly string[] => {
	const path = join(scratch.path, dataDir, folder);
	return existsSync(path) ? readdirSync(path) : [];
};

describe('dataflare serve', () => {
	it('prints one line with the address, serves the built page and the engine, and ends on SIGTERM', async () => {
		const program = serve('term', ['--no-open']);
		const { port, url } = await program.address();
		expect(program.output().trim().split('\n')).toHaveLength(1);
		expect((await send(port, '/')).text).toContain('<div id="root">');
		const visitor = await enter(port, url);
		expect((await visitor.post('/api/request', { route: 'plugins.list' })).envelope()).toEqual({ ok: true, data: [] });
		await visitor.upload('path=a', 'x');
		const events = await visitor.events();
		program.child.kill('SIGTERM');
		expect(await program.exit).toEqual([0, null]);
		await events.closed;
		expect(leftIn('term', 'scratch')).toEqual([]);
		expect(program.output()).not.toContain((visitor.headers as Record<string, string>)['x-dataflare-key']);
	});

	it('opens nothing without a display, and ends on SIGINT as interrupted', async () => {
		const program = serve('int', []);
		await program.address();
		program.child.kill('SIGINT');
		expect(await program.exit).toEqual([130, null]);
	});

	it.each(['-1', '65536', 'x', '80.5'])('refuses the port %s', async (port) => {
		const program = serve('port', ['--no-open', '--port', port]);
		expect(await program.exit).toEqual([2, null]);
	});

	it('refuses a port that is taken, and says so', async () => {
		const first = serve('first', ['--no-open']);
		const { port } = await first.address();
		const second = serve('second', ['--no-open', '--port', String(port)]);
		expect(await second.exit).toEqual([1, null]);
		expect(second.output()).toContain(`Port ${port}`);
	});
});

describe('the window of an installed browser', () => {
	const browser = join(import.meta.dirname, '../support/browser/fake-browser.mjs');
	const withBrowser = (name: string, more: Readonly<Record<string, string>> = {}) => ({
		DISPLAY: ':fake',
		DATAFLARE_BROWSER: browser,
		FAKE_BROWSER_REPORT: join(scratch.path, `${name}.json`),
		PATH: `${join(root, 'node_modules/node/bin')}:${process.env['PATH']}`,
		...more,
	});
	const report = (name: string): Record<string, unknown> =>
		JSON.parse(readFileSync(join(scratch.path, `${name}.json`), 'utf8')) as Record<string, unknown>;

	it('has a fresh profile and no token among its arguments; closing it ends everything', async () => {
		const program = serve('window', [], withBrowser('window'));
		expect(await program.exit).toEqual([0, null]);
		expect(report('window')).toMatchObject({ tokenInArguments: false, mode: 0o600, profileIsFresh: true });
		expect(existsSync(String(report('window')['profile']))).toBe(false);
		expect(leftIn('window', 'browser')).toEqual([]);
		expect(program.output()).not.toContain('#start=');
	});

	it('is closed when the program is stopped', async () => {
		const program = serve('stopped', [], withBrowser('stopped', { FAKE_BROWSER_MS: '60000' }));
		while (!existsSync(join(scratch.path, 'stopped.json'))) await new Promise((wait) => setTimeout(wait, 50));
		program.child.kill('SIGTERM');
		expect(await program.exit).toEqual([0, null]);
		expect(leftIn('stopped', 'browser')).toEqual([]);
	});

	it('that does not come up is replaced by an address, and serving goes on', async () => {
		const program = serve('fails', [], withBrowser('fails', { FAKE_BROWSER_FAILS: '1' }));
		const { port, url } = await program.address();
		expect(program.output()).toContain('did not open a window');
		expect((await exchange(port, tokenOf(url))).status).toBe(200);
		program.child.kill('SIGTERM');
		expect(await program.exit).toEqual([0, null]);
	});
});

describe('npm start', () => {
	it('without Electron says so in one line and starts in a browser on the same data', async () => {
		const dataDir = join(scratch.path, 'start');
		const program = run(['scripts/start/main.ts', '--data-dir', dataDir], { ELECTRON_SKIP_BINARY_DOWNLOAD: '1' });
		const { port, url } = await program.address();
		expect(program.output().trim().split('\n')[0]).toMatch(/^Starting in a browser: /);
		const visitor = await enter(port, url);
		expect((await visitor.post('/api/request', { route: 'stats.get' })).envelope()).toMatchObject({
			ok: true,
			data: { dataDir },
		});
		program.child.kill('SIGTERM');
		expect(await program.exit).toEqual([0, null]);
	});
});
