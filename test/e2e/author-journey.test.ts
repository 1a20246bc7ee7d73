import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharedBrowser } from '../support/browser/shared-browser.ts';
import { cliEntry } from '../support/built.ts';

/** Where the author and whoever gets the plugin keep theirs: nothing is shared but the files that are given. */
const folder = mkdtempSync(join(tmpdir(), 'dataflare-journey-'));
const children: ChildProcess[] = [];
let browser: Browser;
beforeAll(async () => {
	browser = await sharedBrowser();
});
afterAll(async () => {
	for (const child of children) child.kill('SIGKILL');
	await browser.close();
	rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

interface Started {
	readonly child: ChildProcess;
	readonly ended: Promise<number | null>;
	said(): string;
}

/** The command line as people start it, in a process of its own, on somebody's data folder. */
function start(whose: string, ...args: readonly string[]): Started {
	const { DISPLAY: _d, WAYLAND_DISPLAY: _w, ...env } = process.env;
	const child = spawn(process.execPath, [cliEntry, '--data-dir', join(folder, whose), ...args], {
		...{ cwd: folder, env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	children.push(child);
	let said = '';
	for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece: Buffer) => (said += piece));
	const ended = new Promise<number | null>((done) => child.once('close', done));
	return { child, ended, said: () => said };
}

/** What a command that has to succeed prints. */
async function dataflare(whose: string, ...args: readonly string[]): Promise<string> {
	const { ended, said } = start(whose, ...args);
	expect({ args, code: await ended, said: said() }).toMatchObject({ code: 0 });
	return said();
}

/** Somebody's window, from a program of its own. */
async function windowOf(whose: string): Promise<Page> {
	await dataflare(whose, 'settings', 'set', 'first_start_done', 'true');
	const { said } = start(whose, 'serve', '--no-open');
	const address = (): string => /http:\/\/127\.0\.0\.1:\d+\/#start=[\w-]+/.exec(said())?.[0] ?? '';
	await expect.poll(address, { timeout: 60_000 }).not.toBe('');
	const page = await browser.newPage();
	await page.goto(address());
	return page;
}

const open = (page: Page, hash: string): Promise<void> =>
	page.evaluate((place) => {
		location.hash = place;
	}, hash);

describe('from an idea to somebody else’s machine', () => {
	let page: Page;

	it('an author begins a plugin, builds and tests it, and installs it', async () => {
		expect(await dataflare('author', 'plugin', 'new', 'numbers', '--language', 'wat', '--role', 'transformer')).toMatch(
			/was created/,
		);
		expect(await dataflare('author', 'plugin', 'build', 'numbers')).toContain('$ wat2wasm src/plugin.wat');
		expect(await dataflare('author', 'plugin', 'test', 'numbers')).toContain('1 of 1 case passed');
		expect(await dataflare('author', 'install', 'numbers', '--yes')).toContain('was installed: ready');
		page = await windowOf('author');
		await open(page, '#/plugins/numbers/develop');
		// The folder is known already: `plugin new` said where it is.
		await page.getByText(`dataflare plugin dev ${join(folder, 'numbers')}`).waitFor();
		await page.getByText('the same module').waitFor();
		await page.getByRole('button', { name: 'Run the cases' }).press('Enter');
		await page.getByText(/^1 of 1 passed in/).waitFor();
	});

	it('changes it while `plugin dev` watches, and the open window has it at once', async () => {
		const dev = start('author', 'plugin', 'dev', 'numbers');
		const rounds = (): number => dev.said().split('Waiting for a change').length - 1;
		await expect.poll(rounds, { timeout: 100_000 }).toBe(1);
		const source = join(folder, 'numbers/src/plugin.wat');
		const text = readFileSync(source, 'utf8');
		writeFileSync(source, text.replace('\\22record\\22', '\\22racord\\22'));
		await expect.poll(rounds, { timeout: 100_000 }).toBe(2);
		expect(dev.said()).toMatch(/output\[0\]\.record: was [\s\S]*numbers was swapped where it is installed/);
		// Another program swapped it: this one saw its folder change, took the new version, and told the page.
		await page.getByText(/^Swapped at .* is in use now\.$/).waitFor();
		await page
			.getByRole('table', { name: 'Otherwise than before: first' })
			.getByRole('row', { name: /output\[0\]\.racord/ })
			.waitFor();
		dev.child.kill('SIGINT');
		expect(await dev.ended).toBe(130);
	});

	it('says that this is what is expected, signs the package, and verifies it', async () => {
		expect(await dataflare('author', 'plugin', 'test', 'numbers', '--update')).toContain('1 recorded');
		expect(await dataflare('author', 'plugin', 'validate', 'numbers')).toContain('can be installed and packed');
		await dataflare('author', 'keys', 'generate', 'Ada', 'ada.pem');
		const packed = await dataflare(
			'author',
			'plugin',
			'pack',
			'numbers',
			'--key',
			'ada.pem',
			'--out',
			'numbers.dfplugin',
		);
		expect(packed).toContain('numbers.dfplugin');
		expect(await dataflare('author', 'verify', 'numbers.dfplugin', '--signed')).toContain('Signature: valid, by Ada (');
	});

	it('gives it to somebody, who does not know the key, accepts it, and sees from then on whose it is', async () => {
		const verified = start('theirs', 'verify', 'numbers.dfplugin');
		expect(await verified.ended).toBe(0);
		expect(verified.said()).toMatch(/Signature: valid, by a key that is not known here/);
		expect(await dataflare('theirs', 'install', 'numbers.dfplugin', '--yes')).toContain('numbers 0.1.0 was installed');
		const theirs = await windowOf('theirs');
		await open(theirs, '#/plugins');
		const row = theirs.getByRole('row', { name: /numbers/ });
		await row.getByText('Intact').waitFor();
		await row.getByText('Unknown key').waitFor();
		await dataflare('theirs', 'keys', 'add', 'Ada from work', 'ada.pem.pub');
		await row.getByText('Ada from work').waitFor();
		expect(existsSync(join(folder, 'theirs/author'))).toBe(false);
	});

	it('cannot be followed by what somebody else made under its name', async () => {
		await dataflare('author', 'keys', 'generate', 'Mallory', 'mallory.pem');
		const manifest = join(folder, 'numbers/plugin.json');
		writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('0.1.0', '0.2.0'));
		await dataflare('author', 'plugin', 'pack', 'numbers', '--key', 'mallory.pem', '--out', 'other.dfplugin');
		const { ended } = start('theirs', 'install', 'other.dfplugin', '--replace', '--yes');
		await ended;
		const { data } = JSON.parse(await dataflare('theirs', '--json', 'list')) as { readonly data: readonly unknown[] };
		expect(data).toMatchObject([{ name: 'numbers', state: 'waiting_for_review' }]);
	});
});
