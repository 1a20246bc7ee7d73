import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageBridge } from '../../src/renderer/client/connect.ts';
import { places } from '../../src/shared/face/places.ts';
import { settled } from '../support/browser/room.ts';
import { type Shell, startShell } from '../support/browser/shell.ts';
import { shellEntry } from '../support/built.ts';
import { wat } from '../support/guests/wat.ts';

declare const window: Window & { readonly bridge: PageBridge };

let folder: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-shell-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

/** Starts a call that takes 60 s unless it is ended, and waits until it is under way. */
async function startLongRun({ page }: Shell): Promise<void> {
	const path = join(folder, 'loops.wasm');
	writeFileSync(path, await wat(readFileSync(join(import.meta.dirname, '../hostile/call-loops.wat'), 'utf8')));
	await page.evaluate(async (path) => {
		const { bridge } = window;
		await bridge.request('plugins.install', { path });
		const begun = new Promise<void>((resolve) => bridge.on('run.started', () => resolve()));
		void bridge.request('plugins.call', { name: 'loops', fn: 'process_data', input: '1', timeoutMs: 60_000 });
		await begun;
	}, path);
}

const saw = ({ reports }: Shell, what: string): number => reports.filter((report) => report.saw === what).length;

describe('a window', () => {
	let shell: Shell;
	beforeAll(async () => {
		shell = await startShell(join(folder, 'open'));
	});
	afterAll(() => shell.kill());

	it('is shown once, though it is never said to be ready, and is sandboxed', async () => {
		await shell.until('shown');
		expect(saw(shell, 'shown')).toBe(1);
		expect(saw(shell, 'sandbox')).toBe(1);
	});

	it('copies the diagnostics though its page has no permission to, and hears the keys that the menu shows', async () => {
		const { keys } = await shell.until('menu');
		const { page } = shell;
		await page.getByRole('navigation').first().waitFor();
		for (const { key, path, digit } of places) {
			expect(keys[`CommandOrControl+${digit}`]?.toLowerCase(), key).toContain(key === 'runFile' ? 'run' : key);
			// Read once: the window is there, and each place is waited for.
			await page.keyboard.press(`Control+${digit}`);
			await page.waitForURL(new RegExp(`#${path}$`));
		}
		const denied = await page.evaluate(() =>
			navigator.clipboard.writeText('x').then(
				() => 'written',
				() => 'denied',
			),
		);
		// Read once: the page waited for the answer.
		expect(denied).toBe('denied');
		await settled(page);
		await page.keyboard.press('Control+K');
		await page.getByRole('combobox', { name: 'Search or do anything' }).waitFor();
		await page.keyboard.type('diagnostics');
		await page
			.getByRole('option', { name: /diagnostics/i })
			.first()
			.waitFor();
		await page.keyboard.press('Enter');
		await page
			.getByText(/diagnostics.*copied|copied.*diagnostics|in the clipboard/i)
			.first()
			.waitFor();
	});

	it('answers its page what is nested deeper than the bridge lets through, and errors lose all but their words', async () => {
		const { page } = shell;
		const outcome = await page.evaluate(async () => {
			let deep: unknown = 1;
			for (let level = 0; level < 1_100; level += 1) deep = [deep];
			const thrown = await Promise.resolve()
				.then(() => window.bridge.request('plugins.list', deep as never))
				.then(
					() => 'answered',
					(error: unknown) => String(error),
				);
			return thrown;
		});
		// The bridge itself throws; that the page's own client answers is shown beside the client.
		expect(outcome).toContain('recursion depth');
	});

	it('goes on after an error that nothing foresaw, which is in the diagnostics', async () => {
		shell.tell({ do: 'throw', message: 'nobody thought of this' });
		await expect
			.poll(() => shell.page.evaluate(() => window.bridge.request('diagnostics.get', {})))
			.toMatchObject({ ok: true, data: { text: expect.stringContaining('nobody thought of this') } });
		expect(saw(shell, 'error-box')).toBe(0);
	});

	it('ends without waiting any longer when it is asked a second time', async () => {
		await startLongRun(shell);
		shell.tell({ do: 'answer', dialog: 'showMessageBox', value: { response: 0 } });
		shell.tell({ do: 'quit' });
		await shell.until('dialog');
		await shell.page.evaluate(() => 0);
		shell.tell({ do: 'quit' });
		expect(await shell.exit).toBe(0);
		expect(saw(shell, 'dialog')).toBe(1);
	});
});

describe('a window whose page says nothing', () => {
	let shell: Shell;
	beforeAll(async () => {
		shell = await startShell(join(folder, 'silent'), { STAND_IN_SILENT_PAGE: '1' });
	});
	afterAll(() => shell.kill());

	it('is shown all the same', async () => {
		await shell.until('shown');
		expect(saw(shell, 'shown')).toBe(1);
	});

	it('ends with its program on a signal while its question is open', async () => {
		await startLongRun(shell);
		shell.tell({ do: 'answer', dialog: 'showMessageBox', value: 'open' });
		shell.tell({ do: 'close-window' });
		await shell.until('dialog');
		shell.child.kill('SIGTERM');
		expect(await shell.exit).toBe(0);
	});
});

describe('a program without the system’s sandbox', () => {
	let shell: Shell;
	beforeAll(async () => {
		shell = await startShell(join(folder, 'bare'), {}, ['--no-sandbox']);
	});
	afterAll(() => shell.kill());

	it('asks for none for its window, and the diagnostics say so', async () => {
		const diagnostics = await shell.page.evaluate(async () => window.bridge.request('diagnostics.get', {}));
		expect(diagnostics).toMatchObject({ ok: true, data: { text: expect.stringContaining('without the system') } });
		expect(saw(shell, 'sandbox')).toBe(0);
	});

	it('ends with the session, asked or not', () => endsWith(shell, 'session-end'));
});

it('a program ends with the machine, asked or not', async () => {
	const shell = await startShell(join(folder, 'power-off'));
	try {
		await endsWith(shell, 'power-off');
	} finally {
		await shell.kill();
	}
});

async function endsWith(shell: Shell, what: 'session-end' | 'power-off'): Promise<void> {
	await startLongRun(shell);
	shell.tell({ do: 'answer', dialog: 'showMessageBox', value: 'open' });
	shell.tell({ do: 'quit' });
	await shell.until('dialog');
	shell.tell({ do: what });
	expect(await shell.exit).toBe(0);
}

describe('a start that fails', () => {
	it('says why in a box, not on stderr alone, and ends', async () => {
		mkdirSync(join(folder, 'file'), { recursive: true });
		writeFileSync(join(folder, 'file/data'), 'this is no folder');
		const reports: unknown[] = [];
		const code = await startFailing(join(folder, 'file/data/below'), reports);
		expect(code).toBe(1);
		expect(reports).toEqual([
			expect.objectContaining({ saw: 'sandbox' }),
			expect.objectContaining({
				saw: 'error-box',
				content: expect.stringMatching(/is not a folder|could not be created/),
			}),
		]);
	});
});

/** Starts a shell that shows no page; its exit code. */
async function startFailing(dataDir: string, reports: unknown[]): Promise<number | null> {
	const { fork } = await import('node:child_process');
	const root = join(import.meta.dirname, '../..');
	const child = fork(shellEntry, [`--data-dir=${dataDir}`], {
		execArgv: ['--import', join(root, 'test/support/electron-stand-in/register.ts')],
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
	});
	child.on('message', (report) => reports.push(report));
	return new Promise((resolve) => child.once('exit', resolve));
}
