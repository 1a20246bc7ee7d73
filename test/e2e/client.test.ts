import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLoopback, type Loopback } from '../../src/loopback/create-loopback.ts';
import { chromiumLaunch } from '../support/browser/chromium.ts';
import { resourcesDir } from '../support/built.ts';
import type {} from '../support/client-page/main.ts';
import { answering, eventually, type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

let browser: Browser;
let scratch: ScratchCore;
let loopback: Loopback;
let page: Page;
const built = mkdtempSync(join(tmpdir(), 'dataflare-client-'));

const start = (port = 0): Promise<Loopback> =>
	createLoopback({
		core: scratch.core(),
		rendererDir: built,
		scratchDir: join(scratch.folder, 'scratch'),
		port,
		limits: { patienceMs: 50 },
	});

beforeAll(async () => {
	const root = join(import.meta.dirname, '../support/client-page');
	await build({ configFile: false, root, logLevel: 'silent', build: { outDir: built, emptyOutDir: true } });
	browser = await chromium.launch(await chromiumLaunch());
	scratch = await scratchCore();
});
afterAll(async () => {
	await browser.close();
	await scratch.dispose();
	rmSync(built, { recursive: true, force: true });
});
beforeEach(async () => {
	loopback = await start();
	page = await browser.newPage();
	await page.goto(loopback.startUrl());
	await page.waitForFunction(() => window.states.includes('connected'));
});
afterEach(async () => {
	await page.close();
	await loopback.close();
});

describe('the page’s bridge in the browser mode', () => {
	it('asks, is told of failures in envelopes, and hears events until it stops listening', async () => {
		const path = await scratch.plugin('heard', answering('1'));
		const outcome = await page.evaluate(async (path) => {
			const client = await window.client;
			const heard: string[] = [];
			const end = client.on('plugin.changed', ({ plugin }) => heard.push(`${plugin.name} ${plugin.state}`));
			const installed = await client.request('plugins.install', { path });
			const missing = await client.request('plugins.get', { name: 'nobody' });
			await client.request('plugins.disable', { name: 'heard' });
			while (!heard.includes('heard disabled')) await new Promise((resolve) => setTimeout(resolve, 10));
			end();
			const before = heard.length;
			await client.request('plugins.enable', { name: 'heard' });
			await new Promise((resolve) => setTimeout(resolve, 100));
			return { face: client.face, installed: installed.ok, missing, more: heard.length - before };
		}, path);
		expect(outcome).toMatchObject({
			face: 'browser',
			installed: true,
			missing: { ok: false, error: { code: 'not_found' } },
			more: 0,
		});
	});

	it('waits for slow answers without holding connections: twelve at once leave room for others', async () => {
		const looping = `(module (memory (export "memory") 1) (func (export "process_data") (param i32 i32) (result i32) (loop (br 0)) (unreachable)))`;
		await scratch.ask('plugins.install', { path: await scratch.plugin('loops', looping, { timeout_ms: 2_500 }) });
		const outcome = await page.evaluate(async () => {
			const client = await window.client;
			const answers: string[] = [];
			const slow = Array.from({ length: 12 }, async () => {
				const answer = await client.request('plugins.call', { name: 'loops', fn: 'process_data', input: '1' });
				answers.push('slow');
				return answer;
			});
			const quick = await client.request('stats.get', {});
			answers.push('quick');
			const first = await slow[0];
			await client.request('plugins.disable', { name: 'loops' });
			return { quick: quick.ok, before: answers.slice(0, 1), first };
		});
		// Behind six held connections the quick answer would come after the first slow one.
		expect(outcome).toMatchObject({
			quick: true,
			before: ['quick'],
			first: { ok: false, error: { code: 'timeout' } },
		});
	});

	it('hands over what a person chooses, files and whole folders', async () => {
		const plugin = await scratch.plugin('chosen', answering('1'));
		const choose = async (
			kind: 'plugin' | 'folder',
			files: string | readonly string[],
		): Promise<readonly string[] | null> => {
			const chooser = page.waitForEvent('filechooser');
			const chosen = page.evaluate(
				async (kind) => (await window.client).pickFiles({ kind, multiple: kind === 'plugin' }),
				kind,
			);
			await (await chooser).setFiles(files);
			return chosen;
		};
		const [folder = ''] = (await choose('folder', plugin)) ?? [];
		expect(await scratch.ask('plugins.inspect', { target: folder })).toMatchObject({ manifest: { name: 'chosen' } });
		const paths = await choose('plugin', [join(plugin, 'chosen.wasm'), join(plugin, 'plugin.json')]);
		expect(paths).toHaveLength(2);
		expect(readFileSync(paths?.[0] ?? '')).toEqual(readFileSync(join(plugin, 'chosen.wasm')));
	});

	it('hands over what a person drops', async () => {
		const [path = ''] = await page.evaluate(async () =>
			(await window.client).pathsOfDropped([new File(['{"note":"x"}\n'], 'a b.ndjson')]),
		);
		expect(readFileSync(path, 'utf8')).toBe('{"note":"x"}\n');
		const refused = await page.evaluate(async () =>
			(await window.client).pathsOfDropped([new File(['x'], 'con')]).then(
				() => null,
				(error: { readonly code: string; readonly hint: string }) => [error.code, error.hint],
			),
		);
		expect(refused).toEqual(['invalid_input', expect.stringContaining('Rename')]);
	});

	it('runs a file through a plugin and downloads the result', async () => {
		await scratch.ask('plugins.install', { path: join(resourcesDir, 'plugins/pii-redactor') });
		const downloading = page.waitForEvent('download');
		const ran = await page.evaluate(async () => {
			const client = await window.client;
			const [input = ''] = await client.pathsOfDropped([new File(['{"note":"bob@example.com"}\n'], 'in.ndjson')]);
			const output = (await client.pickSave({ suggestedName: 'out.ndjson' })) ?? '';
			const run = await client.request('streams.run', {
				plugin: 'pii-redactor',
				input: { kind: 'file', path: input },
				output: { kind: 'file', path: output },
			});
			await client.download(output);
			return run;
		});
		expect(ran).toMatchObject({ ok: true, data: { status: 'succeeded' } });
		const download = await downloading;
		expect(download.suggestedFilename()).toBe('out.ndjson');
		expect(readFileSync(await download.path(), 'utf8')).not.toContain('bob@example.com');
	});

	it('downloads text that the page made', async () => {
		const downloading = page.waitForEvent('download');
		await page.evaluate(async () =>
			(await window.client).download({ text: ['a,', 'b\n'], name: 'runs.csv', type: 'text/csv' }),
		);
		const download = await downloading;
		expect(download.suggestedFilename()).toBe('runs.csv');
		expect(readFileSync(await download.path(), 'utf8')).toBe('a,b\n');
	});

	it('says that the connection broke, and answers requests with an error instead of hanging', async () => {
		await loopback.close();
		await page.waitForFunction(() => window.states.at(-1) === 'reconnecting');
		const answer = await page.evaluate(async () => (await window.client).request('stats.get', {}));
		expect(answer).toMatchObject({ ok: false, error: { code: 'runtime' } });
	});

	it('gets the answer to a long request although the connection broke meanwhile', async () => {
		const path = await scratch.plugin('late', answering('1'));
		const context = page.context();
		await page.evaluate((path) => {
			void (async () => {
				const client = await window.client;
				const answer = await client.request('plugins.install', { path });
				window.states.push(`answered ${answer.ok}`);
			})();
		}, path);
		await context.setOffline(true);
		await new Promise((resolve) => setTimeout(resolve, 200));
		await context.setOffline(false);
		await eventually(async () => (await page.evaluate(() => window.states.join())).includes('answered'));
	});
});
