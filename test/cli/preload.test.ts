import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCore } from '../../src/core/index.ts';
import type { PreloadAnswer } from '../../src/shared/plugin/preload.ts';
import { cliEntry, reaperEntry, resourcesDir, sandboxEntry } from '../support/built.ts';
import { eventually } from '../support/scratch/scratch-core.ts';
import { enter } from '../support/servers/loopback-client.ts';
import { type Ended, runCli } from '../support/terminal/cli.ts';
import { runCliHere } from '../support/terminal/cli-here.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-cli-preload-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const dataflare = (...args: readonly string[]): Promise<Ended> => runCliHere(folder, args);
const install = () => dataflare('install', join(resourcesDir, 'plugins/pii-redactor'), '--yes');

describe('dataflare preload', () => {
	it('marks a plugin, shows it in the lists and takes the mark back', async () => {
		await install();
		expect(await dataflare('preload')).toMatchObject({
			code: 0,
			out: expect.stringContaining('dataflare preload <plugin>'),
		});
		expect(await dataflare('preload', 'pii-redactor')).toMatchObject({
			code: 0,
			out: expect.stringContaining('will be preloaded'),
		});
		// A command that ends at once makes nothing ready: it tells of the mark.
		expect((await dataflare('list')).out).toMatch(/PRELOAD\npii-redactor .* marked\n/);
		expect((await dataflare('preload')).out).toMatch(/^NAME +PRELOAD\npii-redactor +marked\n/);
		expect((await dataflare('inspect', 'pii-redactor')).out).toMatch(/^Installed: .*, preloaded$/m);
		expect((await dataflare('stats')).out).toMatch(/Preloaded plugins +1, sharing 512 MiB of memory/);
		expect(JSON.parse((await dataflare('--json', 'list')).out).data).toMatchObject([{ preload: true }]);
		await dataflare('disable', 'pii-redactor');
		expect((await dataflare('preload')).out).toContain('marked, not ready: pii-redactor is disabled.');
		expect(await dataflare('preload', 'pii-redactor', '--off')).toMatchObject({
			code: 0,
			out: expect.stringContaining('no longer'),
		});
		expect((await dataflare('list')).out).toMatch(/—\n$/);
	});

	it('refuses a plugin that is not there, and --off without one', async () => {
		expect(await dataflare('preload', 'nobody')).toMatchObject({
			code: 1,
			err: expect.stringContaining('error[not_found]'),
		});
		expect(await dataflare('preload', '--off')).toMatchObject({ code: 2, err: expect.stringContaining('hint: ') });
	});

	it('has `serve` make the plugin ready, before anything is called', async () => {
		await install();
		await dataflare('preload', 'pii-redactor');
		const child = spawn(process.execPath, [cliEntry, '--data-dir', join(folder, 'data'), 'serve', '--no-open'], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		try {
			let said = '';
			child.stdout.setEncoding('utf8').on('data', (text: string) => {
				said += text;
			});
			await eventually(() => said.includes('#start='));
			const [, url = '', port = ''] = /(http:\/\/127\.0\.0\.1:(\d+)\/#start=[\w-]+)/.exec(said) ?? [];
			const visitor = await enter(Number(port), url);
			await eventually(async () => {
				const answer = (await visitor.post('/api/request', { route: 'preload.list' })).envelope();
				return answer.ok && (answer.data as PreloadAnswer).plugins[0]?.state === 'ready';
			});
		} finally {
			const ended = once(child, 'close');
			child.kill('SIGTERM');
			await ended;
		}
	});

	it('reaches a program that runs on the same data', async () => {
		await install();
		const core = await createCore({ dataDir: join(folder, 'data'), sandboxEntry, reaperEntry });
		try {
			await runCli(folder, ['preload', 'pii-redactor']);
			await eventually(async () => {
				const answer = await core.request('preload.list', {});
				return answer.ok && answer.data.plugins[0]?.state === 'ready';
			});
		} finally {
			await core.close();
		}
	});
});
