/** From `plugin new` to a run in the open window, for each language whose compiler is there, with the real commands. `node bench/page/author.ts`. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { type AuthorLanguage, authorLanguages } from '../../src/shared/plugin/authoring/authoring.ts';
import { pagesLaunch } from '../../test/support/browser/chromium.ts';
import { report } from '../report.ts';

const root = resolve(import.meta.dirname, '../..');
/** What an author has, ms: from the idea to seeing it work. */
const MINUTE_MS = 60_000;

/** One language, ms. */
interface Journey {
	readonly begun: number;
	readonly built: number;
	readonly installed: number;
	/** From there until the window had run it and shown what came out. */
	readonly run: number;
}

class Author {
	readonly #folder = mkdtempSync(join(tmpdir(), 'dataflare-bench-'));

	#start(args: readonly string[], stdio: 'ignore' | 'pipe'): ChildProcess {
		const words = [join(root, 'out/main/cli.mjs'), '--data-dir', join(this.#folder, 'data'), ...args];
		return spawn(process.execPath, words, { cwd: this.#folder, stdio: ['ignore', stdio, stdio] });
	}

	/** How long it took, ms; null: it failed, as where a compiler is missing. */
	async command(...args: readonly string[]): Promise<number | null> {
		const started = performance.now();
		const child = this.#start(args, 'ignore');
		const code = await new Promise<number | null>((done) => child.once('close', done));
		return code === 0 ? performance.now() - started : null;
	}

	/** The address of the window's program, which ends with `stop`. */
	async serve(): Promise<{ readonly url: string; stop(): void }> {
		const child = this.#start(['serve', '--no-open'], 'pipe');
		const url = await new Promise<string>((done, fail) => {
			let said = '';
			child.stdout?.on('data', (piece: Buffer) => {
				said += piece;
				const found = /http:\/\/127\.0\.0\.1:\d+\/#start=[\w-]+/.exec(said)?.[0];
				if (found !== undefined) done(found);
			});
			child.once('close', () => fail(new Error(`The program ended: ${said}`)));
		});
		return { url, stop: () => void child.kill('SIGTERM') };
	}

	async journey(language: AuthorLanguage, page: Page): Promise<Journey | null> {
		const name = `first-${language}`;
		const begun = await this.command('plugin', 'new', name, '--language', language, '--role', 'transformer');
		const built = begun === null ? null : await this.command('plugin', 'build', name);
		const installed = built === null ? null : await this.command('install', name, '--yes');
		if (begun === null || built === null || installed === null) return null;
		const started = performance.now();
		await page.evaluate((hash) => {
			location.hash = hash;
		}, `#/run?plugin=${name}`);
		const input = page.getByRole('textbox', { name: 'Input file', exact: true });
		await input.fill(join(this.#folder, name, 'samples/records.ndjson'));
		await page.getByRole('button', { name: 'Run', exact: true }).click();
		await page
			.getByText(/3 records in, 3 records out/)
			.first()
			.waitFor();
		return { begun, built, installed, run: performance.now() - started };
	}

	close(): void {
		rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

export async function authorBench(): Promise<void> {
	const author = new Author();
	try {
		await author.command('settings', 'set', 'first_start_done', 'true');
		const program = await author.serve();
		const browser = await chromium.launch(await pagesLaunch());
		try {
			const page = await browser.newPage();
			await page.goto(program.url);
			for (const language of authorLanguages) tell(language, await author.journey(language, page));
		} finally {
			await browser.close();
			program.stop();
		}
	} finally {
		author.close();
	}
}

function tell(language: AuthorLanguage, journey: Journey | null): void {
	const what = `from new to a run in the window, ${language}`;
	if (journey === null) return report(what, 'not built here');
	const { begun, built, installed, run } = journey;
	const whole = begun + built + installed + run;
	report(what, `${(whole / 1000).toFixed(1)} s`, 'at most 60 s', whole <= MINUTE_MS);
	const parts = { new: begun, build: built, install: installed, run };
	for (const [part, ms] of Object.entries(parts)) report(`  ${part}`, `${(ms / 1000).toFixed(1)} s`);
}

if (import.meta.main) await authorBench();
