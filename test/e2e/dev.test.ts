import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY } from '../../src/shared/face/content-security-policy.ts';
import { sharedBrowser } from '../support/browser/shared-browser.ts';
import { type CheckoutCopy, copyCheckout } from '../support/checkout-copy.ts';
import { send } from '../support/servers/loopback-client.ts';

const title = 'src/renderer/title.tsx';
const engine = 'src/core/catalogue/samples/example-chain.ts';

let checkout: CheckoutCopy;
let program: ChildProcess;
let browser: Browser;
let window: Page;
let said = '';

beforeAll(async () => {
	checkout = copyCheckout();
	program = spawn(process.execPath, ['scripts/dev/main.ts', '--no-open', `--data-dir=${join(checkout.path, 'data')}`], {
		cwd: checkout.path,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const url = await new Promise<string>((found, fail) => {
		for (const stream of [program.stdout, program.stderr]) {
			stream?.setEncoding('utf8').on('data', (text: string) => {
				said += text;
				const [address] = /http:\/\/127\.0\.0\.1:\d+\/#start=[\w-]+/.exec(said) ?? [];
				if (address !== undefined) found(address);
			});
		}
		program.once('exit', () => fail(new Error(`it ended: ${said}`)));
	});
	browser = await sharedBrowser();
	window = await browser.newPage();
	port = Number(new URL(url).port);
	await window.goto(url, { timeout: 100_000 });
	await window.getByText('First text').waitFor({ timeout: 100_000 });
});
afterAll(async () => {
	await browser?.close();
	if (program.exitCode === null && program.kill('SIGTERM')) await once(program, 'exit');
	checkout.remove();
});

/** Where the program answers, also after its engine was started anew. */
let port = 0;
const starts = (): number => said.split('restarting.').length - 1;
/** Whether the page's session is one of the engine that runs now. */
const isAnswered = (): Promise<boolean> =>
	window.evaluate(() =>
		fetch('/api/request', {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'x-dataflare-key': sessionStorage.getItem('dataflare-key') ?? '',
			},
			body: JSON.stringify({ route: 'plugins.list', input: {} }),
		}).then(
			({ ok }) => ok,
			() => false,
		),
	);

describe('npm run dev in a browser', () => {
	it('draws a change of the page without a reload and without ending the engine', async () => {
		await window.evaluate(() => Object.assign(globalThis, { wasHere: true }));
		await expect.poll(() => isAnswered()).toBe(true);
		checkout.change(title, 'First text', 'Changed once');
		await window.getByText('Changed once').waitFor();
		checkout.change(title, 'Changed once', 'Changed twice');
		await window.getByText('Changed twice').waitFor();
		// Read once: what a reload took away does not come back.
		expect(await window.evaluate(() => 'wasHere' in globalThis)).toBe(true);
		expect(starts()).toBe(0);
	});

	it('starts the engine anew after a change of its own, and the page goes on with it as it stands', async () => {
		await window.evaluate(() => {
			location.hash = '#/settings';
		});
		checkout.change(engine, "name: 'damage-by-state'", "name: 'damage-by-country'");
		await expect.poll(starts).toBe(1);
		await expect.poll(isAnswered).toBe(true);
		await expect.poll(() => new URL(window.url()).port).toBe(`${port}`);
		// Read once: what a reload took away does not come back.
		expect(await window.evaluate(() => [location.hash, 'wasHere' in globalThis])).toEqual(['#/settings', true]);
		// What both share ends the engine and is drawn once there is another.
		checkout.change('src/shared/face/places.ts', 'export const places', '\nexport const places');
		await expect.poll(starts).toBe(2);
		await expect.poll(isAnswered).toBe(true);
		await expect.poll(() => window.getByText('Changed twice').count()).toBe(1);
	});

	it('keeps every rule of the loopback server, and adds to the page’s policy what Vite needs alone', async () => {
		const { status, headers } = await send(port, '/');
		expect(status).toBe(200);
		const policy = String(headers['content-security-policy']);
		const kept = policy.replaceAll(/ (?:'nonce-[\w-]{24}'|ws:\/\/127\.0\.0\.1:\d+)/g, '');
		expect(kept).toBe(CONTENT_SECURITY_POLICY);
		expect(policy.match(/'nonce-/g)).toHaveLength(2);
		const json = { 'content-type': 'application/json', origin: `http://127.0.0.1:${port}` };
		const body = JSON.stringify({ route: 'plugins.list', input: {} });
		const api = await send(port, '/api/request', { method: 'POST', headers: json, body });
		expect(api.status).toBe(401);
		expect(api.headers['content-security-policy']).toBe(CONTENT_SECURITY_POLICY);
		expect((await send(port, '/', { headers: { host: 'example.org' } })).status).toBe(421);
		expect((await send(port, '/main.tsx', { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
		expect((await send(port, '/', { method: 'POST', headers: { origin: json.origin } })).status).toBe(405);
		expect((await send(port, '/@fs/etc/passwd')).text).not.toContain('root:');
	});
});
