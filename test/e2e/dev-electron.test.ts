import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Gate } from '../../scripts/dev/gate.ts';
import { type PageServer, startPageServer } from '../../scripts/dev/page-server.ts';
import { CONTENT_SECURITY_POLICY } from '../../src/shared/face/content-security-policy.ts';
import { type Shell, startShell } from '../support/browser/shell.ts';
import { type CheckoutCopy, copyCheckout } from '../support/checkout-copy.ts';

const out = resolve(import.meta.dirname, '../../out');
let checkout: CheckoutCopy;
let server: PageServer;
let shell: Shell | null = null;

beforeAll(async () => {
	checkout = copyCheckout();
	const gate = new Gate(() => false);
	gate.open();
	server = await startPageServer(checkout.path, gate);
});
afterEach(async () => {
	await shell?.kill();
});
afterAll(async () => {
	await server.close();
	checkout.remove();
});

const env = (): Readonly<Record<string, string>> => ({ ELECTRON_RENDERER_URL: `http://127.0.0.1:${server.port}/` });
const policyOf = ({ page }: Shell): Promise<string> =>
	page.evaluate(async () => (await fetch('/index.html')).headers.get('content-security-policy') ?? '');

describe('npm run dev in Electron', () => {
	it('draws a change of the page without a reload, in the shell’s own scheme and by its bridge', async () => {
		const built = spawnSync(
			process.execPath,
			['-e', "import('./scripts/build/ensure-built.ts').then((m) => m.buildDevelopmentShell())"],
			{
				cwd: checkout.path,
				encoding: 'utf8',
			},
		);
		expect(built.status, built.stderr).toBe(0);
		shell = await startShell(join(checkout.path, 'data'), env(), [], join(checkout.path, 'out/dev/shell.mjs'));
		const { page } = shell;
		await page.getByText('First text').waitFor({ timeout: 60_000 });
		await page.evaluate(() => Object.assign(globalThis, { wasHere: true }));
		checkout.change('src/renderer/title.tsx', 'First text', 'Changed');
		await page.getByText('Changed').waitFor();
		// Read once: what a reload took away does not come back.
		expect(await page.evaluate(() => 'wasHere' in globalThis)).toBe(true);
		await expect
			.poll(() => page.evaluate(() => window.bridge?.request('plugins.list', {})))
			.toEqual({ ok: true, data: [] });
		expect((await policyOf(shell)).replaceAll(/ (?:'nonce-[\w-]{24}'|ws:\/\/127\.0\.0\.1:\d+)/g, '')).toBe(
			CONTENT_SECURITY_POLICY,
		);
	});
});

describe('the product', () => {
	it('shows its own page under its own policy, whatever address of a page it is told', async () => {
		const before = server.pagesSeen;
		shell = await startShell(join(checkout.path, 'product'), env());
		await shell.page.getByText('DataFlare', { exact: true }).waitFor();
		expect(await policyOf(shell)).toBe(CONTENT_SECURITY_POLICY);
		const reached = await shell.page.evaluate(
			(port) =>
				new Promise<string>((done) => {
					const socket = new WebSocket(`ws://127.0.0.1:${port}`, 'vite-hmr');
					socket.onopen = () => done('reached');
					socket.onerror = () => done('refused');
				}),
			server.port,
		);
		// Read once: the page waited for the answer.
		expect(reached).toBe('refused');
		expect(server.pagesSeen).toBe(before);
	});

	it('holds nothing of what development needs', () => {
		const signs = /ELECTRON_RENDERER_URL|@vite\/client|vite-hmr|nonce-|import\.meta\.hot|scripts\/dev/;
		const files = ['main', 'preload', 'renderer'].flatMap((folder) =>
			readdirSync(join(out, folder), { recursive: true, encoding: 'utf8' })
				.filter((name) => /\.(?:mjs|cjs|js|html|map)$/.test(name))
				.map((name) => join(out, folder, name)),
		);
		expect(files.length).toBeGreaterThan(10);
		expect(files.filter((file) => signs.test(readFileSync(file, 'utf8')))).toEqual([]);
	});
});
