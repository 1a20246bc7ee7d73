import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PageBridge } from '../../src/renderer/client/connect.ts';
import { settled } from '../support/browser/room.ts';
import { type Shell, startShell } from '../support/browser/shell.ts';
import { resourcesDir } from '../support/built.ts';

type ShellWindow = Window & { readonly bridge: PageBridge };
declare const window: ShellWindow;

let folder: string;
let shell: Shell;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-shell-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

async function start(name: string, env: Readonly<Record<string, string>> = {}): Promise<void> {
	shell = await startShell(join(folder, name), env);
}

const looping = join(import.meta.dirname, '../hostile/call-loops.wat');

/** Starts a call that takes 30 s unless it is ended, and waits until it is under way. */
async function startLongRun(): Promise<void> {
	const { wat } = await import('../support/guests/wat.ts');
	const path = join(folder, 'loops.wasm');
	writeFileSync(path, await wat(readFileSync(looping, 'utf8')));
	await shell.page.evaluate(async (path) => {
		const { bridge } = window;
		await bridge.request('plugins.install', { path });
		const begun = new Promise<void>((resolve) => bridge.on('run.started', () => resolve()));
		void bridge.request('plugins.call', { name: 'loops', fn: 'process_data', input: '1', timeoutMs: 30_000 });
		await begun;
	}, path);
}

describe('the built Electron shell, on the stand-in', () => {
	afterEach(() => shell.kill());

	it('ends at once on SIGTERM and leaves the data in order', async () => {
		await start('term');
		await startLongRun();
		shell.child.kill('SIGTERM');
		expect(await shell.exit).toBe(0);
		expect(shell.reports.filter(({ saw }) => saw === 'dialog')).toEqual([]);
		await start('term');
		const runs = await shell.page.evaluate(async () => window.bridge.request('runs.list', {}));
		expect(runs).toMatchObject({ ok: true, data: { runs: [{ status: 'cancelled' }] } });
		expect(existsSync(join(folder, 'term/dataflare.db'))).toBe(true);
	});
});

describe('the built Electron shell, on the stand-in, in a person’s language,', () => {
	beforeAll(() => start('joins', { STAND_IN_LOCALE: 'zh-CN' }));
	afterAll(() => shell.kill());

	it('has a menu in that language that leads to the page’s places', async () => {
		expect((await shell.until('menu')).labels).toContain('运行记录');
		await shell.page.getByRole('navigation').first().waitFor();
		shell.tell({ do: 'click-menu', label: '运行记录' });
		await shell.page.waitForURL(/#\/runs$/);
		shell.tell({ do: 'click-menu', label: '键盘快捷键' });
		await shell.page.getByRole('dialog').waitFor();
	});

	it('joins page and engine, runs plugins in utility processes, and ends with its window', async () => {
		const outcome = await shell.page.evaluate(
			async (path) => {
				const { bridge } = window;
				const events: string[] = [];
				bridge.on('run.finished', ({ run }) => events.push(run.status));
				const states: string[] = [];
				bridge.onConnection((state) => states.push(state));
				await bridge.request('plugins.install', { path });
				const call = await bridge.request('plugins.call', {
					name: 'pii-redactor',
					fn: 'process_data',
					input: '{"note":"mail bob@example.com"}',
				});
				const sandboxes = await bridge.request('sandboxes.list', {});
				while (events.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
				return { face: bridge.face, call, sandboxes, events, states };
			},
			join(resourcesDir, 'plugins/pii-redactor'),
		);
		expect(outcome).toMatchObject({
			face: 'electron',
			call: { ok: true, data: { value: { note: expect.stringMatching(/^mail b\*+@/) } } },
			events: ['succeeded'],
			states: ['connected'],
		});
		expect(outcome.sandboxes).toMatchObject({ ok: true });
		shell.tell({ do: 'close-window' });
		expect(await shell.exit).toBe(0);
		const state = JSON.parse(readFileSync(join(folder, 'joins/electron/window.json'), 'utf8')) as object;
		expect(state).toEqual({ bounds: { x: 10, y: 20, width: 1200, height: 800 }, maximized: false });
	});
});

describe('the built Electron shell, on the stand-in, as long as it is open,', () => {
	beforeAll(() => start('open'));
	afterAll(() => shell.kill());

	it('answers its own top frame alone', async () => {
		const refused = await shell.page.evaluate(async () => {
			const frame = document.createElement('iframe');
			document.body.append(frame);
			const { bridge } = frame.contentWindow as unknown as ShellWindow;
			const request = await bridge.request('plugins.list', {});
			const picked = await bridge.pickFiles({ kind: 'plugin', multiple: true }).then(
				() => 'answered',
				(error: unknown) => String(error),
			);
			return { request, picked };
		});
		expect(refused.request).toMatchObject({ ok: false, error: { code: 'permission_denied' } });
		expect(refused.picked).toContain('own window');
		expect(shell.reports.filter(({ saw }) => saw === 'dialog')).toEqual([]);
	});

	it('cannot be led away from its page', async () => {
		await shell.page.waitForURL(/#\/welcome$/);
		const before = shell.page.url();
		await shell.page.evaluate(() => {
			location.href = 'http://127.0.0.1:9/';
		});
		// The page answers after it would have gone, and goes nowhere by itself.
		await settled(shell.page);
		// Read once: it has stood still where it was.
		expect(shell.page.url()).toBe(before);
	});

	it('opens the platform’s dialogs and takes nothing for an answer', async () => {
		const ask = () =>
			shell.page.evaluate(async () => {
				const { bridge } = window;
				const files = await bridge.pickFiles({ kind: 'plugin', multiple: true });
				const save = await bridge.pickSave({ suggestedName: '../../x:y.csv' });
				await bridge.download({ text: ['a,', 'b\n'], name: 'runs.csv', type: 'text/csv' });
				return { files, save };
			});
		expect(await ask()).toEqual({ files: null, save: null });
		const target = join(folder, 'saved.csv');
		shell.tell({ do: 'answer', dialog: 'showOpenDialog', value: { canceled: false, filePaths: ['/a', '/b'] } });
		shell.tell({ do: 'answer', dialog: 'showSaveDialog', value: { canceled: false, filePath: '/out' } });
		shell.tell({ do: 'answer', dialog: 'showSaveDialog', value: { canceled: false, filePath: target } });
		expect(await ask()).toEqual({ files: ['/a', '/b'], save: '/out' });
		expect(readFileSync(target, 'utf8')).toBe('a,b\n');
		const dialogs = shell.reports.filter((report) => report.saw === 'dialog');
		expect(dialogs[0]).toMatchObject({ options: { properties: ['openFile', 'multiSelections'] } });
		expect(dialogs[1]).toMatchObject({ options: { defaultPath: '.._.._x_y.csv' } });
	});

	it('knows where dropped files are, and shows a result in its folder', async () => {
		const paths = await shell.page.evaluate(async () => {
			const { bridge } = window;
			await bridge.download('/tmp/result.ndjson');
			await bridge.download('relative');
			return bridge.pathsOfDropped([new File(['x'], 'disk:/data/in.csv'), new File(['x'], 'made-in-the-page')]);
		});
		expect(paths).toEqual(['/data/in.csv']);
		expect(await shell.until('revealed')).toEqual({ saw: 'revealed', path: '/tmp/result.ndjson' });
		expect(shell.reports.filter(({ saw }) => saw === 'revealed')).toHaveLength(1);
	});

	it('comes to the front when it is started a second time', async () => {
		const before = shell.reports.length;
		shell.tell({ do: 'second-instance' });
		await shell.until('focused', before);
	});

	it('goes on in the tray when its window is closed, says so once, and is opened or stopped from there', async () => {
		const { page } = shell;
		await page.getByRole('navigation').waitFor();
		await page.evaluate(() => {
			location.hash = '#/settings';
		});
		await page.getByRole('switch', { name: 'Icon in the system tray' }).waitFor();
		await page.getByRole('switch', { name: 'Icon in the system tray' }).click();
		expect((await shell.until('tray')).lines).toEqual(['Nothing is running', '-', 'Open DataFlare', 'Quit']);
		shell.tell({ do: 'close-window' });
		await shell.until('hidden');
		expect(await shell.until('notification')).toMatchObject({ title: 'DataFlare goes on' });
		const begins = async (wanted: string, after: number): Promise<void> => {
			const isSo = (): boolean =>
				shell.reports.slice(after).some((report) => report.saw === 'tray' && report.lines?.[0] === wanted);
			while (!isSo()) await shell.until('tray', shell.reports.length);
		};
		await startLongRun();
		await begins('loops/Open the run/Stop', 0);
		const running = shell.reports.length;
		expect(shell.reports.findLast(({ saw }) => saw === 'progress')).toMatchObject({ value: -1 });
		shell.tell({ do: 'click-tray', line: 'loops/Stop' });
		await begins('Nothing is running', running);
		const before = shell.reports.length;
		shell.tell({ do: 'click-tray', line: 'Open DataFlare' });
		await shell.until('focused', before);
		shell.tell({ do: 'close-window' });
		await shell.until('hidden', before);
		expect(shell.reports.filter(({ saw }) => saw === 'notification')).toHaveLength(1);
		shell.tell({ do: 'click-tray', line: 'Open DataFlare' });
		await page.getByRole('switch', { name: 'Icon in the system tray' }).click();
		await shell.until('tray', before);
	});

	it('tells of a failed run while the person looks elsewhere, and why; a click opens it', async () => {
		const before = shell.reports.length;
		await shell.page.evaluate(() => window.bridge.request('settings.set', { key: 'notify_after_ms', value: 0 }));
		await shell.page.reload();
		await shell.page.getByRole('navigation').waitFor();
		shell.tell({ do: 'blur' });
		const { wat } = await import('../support/guests/wat.ts');
		const path = join(folder, 'traps.wasm');
		writeFileSync(path, await wat(readFileSync(join(import.meta.dirname, '../hostile/divide-by-zero.wat'), 'utf8')));
		const gone = shell.page.evaluate(async (path) => {
			const { bridge } = window;
			const place = new Promise<string>((resolve) => bridge.onNavigate(resolve));
			await bridge.request('plugins.install', { path });
			await bridge.request('plugins.call', { name: 'traps', fn: 'process_data', input: '1', runId: '0123456789ab' });
			return place;
		}, path);
		const { title, body } = await shell.until('notification', before);
		expect(title).toBe('traps failed');
		expect(body).toContain('divided by zero');
		const shown = shell.reports.length;
		shell.tell({ do: 'click-notification' });
		expect(await gone).toBe('#/runs/0123456789ab');
		await shell.until('focused', shown);
	});

	it('asks before it ends what is under way, stays when told to, and stops it when told to', async () => {
		const before = shell.reports.length;
		await startLongRun();
		shell.tell({ do: 'close-window' });
		expect(await shell.until('dialog', before)).toMatchObject({ name: 'showMessageBox', options: { cancelId: 2 } });
		await expect.poll(() => shell.page.evaluate(() => window.bridge.face)).toBe('electron');
		shell.tell({ do: 'answer', dialog: 'showMessageBox', value: { response: 1 } });
		const began = performance.now();
		shell.tell({ do: 'quit' });
		expect(await shell.exit).toBe(0);
		expect(performance.now() - began).toBeLessThan(12_000);
	});
});

describe('further windows of the built Electron shell, on the stand-in,', () => {
	let second: Page;
	beforeAll(() => start('windows'));
	afterAll(() => shell.kill());

	const opened = async (open: () => Promise<unknown> | void): Promise<Page> => {
		const before = shell.reports.length;
		await open();
		return shell.nextPage(before);
	};

	it('open from the menu and from a link that is pressed with Ctrl or the middle button, with the whole page', async () => {
		await shell.page.evaluate(() => window.bridge.request('settings.set', { key: 'first_start_done', value: true }));
		expect((await shell.until('menu')).keys).toMatchObject({ 'CommandOrControl+Shift+N': 'New window' });
		const blank = await opened(() => shell.tell({ do: 'click-menu', label: 'New window' }));
		await blank.getByRole('navigation', { name: 'Main' }).waitFor();
		const link = shell.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Policies' });
		second = await opened(() => link.click({ modifiers: ['ControlOrMeta'] }));
		await second.waitForURL(/#\/policies$/);
		await expect
			.poll(() => second.evaluate(() => window.bridge.request('plugins.list', {})))
			.toEqual({ ok: true, data: [] });
		const third = await opened(() => link.click({ button: 'middle' }));
		await third.waitForURL(/#\/policies$/);
		// Read once: what the press did is done, the other page is there.
		expect(shell.page.url()).not.toMatch(/policies/);
	});

	it('are told of events as the first is, and asked by the menu where they are in front', async () => {
		const told = second.evaluate(
			() => new Promise<string>((resolve) => window.bridge.on('plugin.changed', ({ plugin }) => resolve(plugin.name))),
		);
		await second.evaluate(() => 0);
		const path = join(resourcesDir, 'plugins/pii-redactor');
		await shell.page.evaluate((path) => window.bridge.request('plugins.install', { path }), path);
		// Read once: it is what the page waited for.
		expect(await told).toBe('pii-redactor');
	});

	it('are not opened at what is none of the page’s places', async () => {
		const before = shell.reports.length;
		for (const url of ['https://example.com/', 'file:///etc/passwd', 'app://elsewhere/#/runs', '/other.html']) {
			await shell.page.evaluate((address) => void globalThis.open(address), url);
		}
		await expect
			.poll(() => shell.reports.slice(before).filter(({ saw }) => saw === 'window-wanted'))
			.toEqual(expect.arrayContaining([expect.objectContaining({ action: 'deny' })]));
		await expect.poll(() => shell.reports.slice(before).filter(({ saw }) => saw === 'window-wanted').length).toBe(4);
		expect(shell.reports.filter((report) => report.saw === 'window-wanted' && report.action === 'allow')).toEqual([]);
		expect(shell.reports.slice(before).filter(({ saw }) => saw === 'page')).toEqual([]);
	});

	it('close alone: the others stay, the engine with them, and the last one ends the program', async () => {
		shell.tell({ do: 'close-window', index: 0 });
		await new Promise<void>((gone) => shell.page.once('close', () => gone()));
		await expect
			.poll(() => second.evaluate(() => window.bridge.request('plugins.list', {})))
			.toMatchObject({ ok: true });
		shell.tell({ do: 'close-window', index: 1 });
		shell.tell({ do: 'close-window', index: 3 });
		expect(shell.child.exitCode).toBeNull();
		shell.tell({ do: 'close-window' });
		expect(await shell.exit).toBe(0);
	});
});
