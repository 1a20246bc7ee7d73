import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { shellEntry } from '../built.ts';
import type { Command, Report } from '../electron-stand-in/control.ts';

const root = resolve(import.meta.dirname, '../../..');

/** The built Electron shell, running on the stand-in for `electron`, and its page. */
export interface Shell {
	readonly child: ChildProcess;
	readonly page: Page;
	readonly reports: readonly Report[];
	readonly exit: Promise<number | null>;
	tell(command: Command): void;
	/** Resolves once the shell did this, now or before; `after`: not among its first so many reports. */
	until<S extends Report['saw']>(saw: S, after?: number): Promise<Extract<Report, { saw: S }>>;
	/** The page of the next window that is opened after so many reports. */
	nextPage(after: number): Promise<Page>;
	kill(): Promise<void>;
}

export async function startShell(
	dataDir: string,
	env: Readonly<Record<string, string>> = {},
	args: readonly string[] = [],
	entry: string = shellEntry,
): Promise<Shell> {
	const child = fork(entry, [`--data-dir=${dataDir}`, ...args], {
		cwd: root,
		execArgv: ['--import', join(import.meta.dirname, '../electron-stand-in/register.ts')],
		env: { ...process.env, ...env },
		stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
	});
	const reports: Report[] = [];
	child.on('message', (report: Report) => {
		reports.push(report);
		child.emit('reported');
	});
	const exit = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
	async function until<S extends Report['saw']>(saw: S, after = 0): Promise<Extract<Report, { saw: S }>> {
		for (;;) {
			const found = reports.find((report, index) => index >= after && report.saw === saw);
			if (found !== undefined) return found as Extract<Report, { saw: S }>;
			if (child.exitCode !== null) throw new Error(`the shell ended with ${child.exitCode} and did not see ${saw}`);
			await Promise.race([once(child, 'reported'), exit]);
		}
	}
	const nextPage = async (after: number): Promise<Page> => {
		const { debugPort } = await until('page', after);
		const browser = await chromium.connectOverCDP(`http://127.0.0.1:${debugPort}`);
		const page = browser.contexts()[0]?.pages()[0];
		if (page === undefined) throw new Error('the shell has no page');
		return page;
	};
	const page = await nextPage(0).catch((error: unknown) => {
		child.kill('SIGKILL');
		throw error;
	});
	return {
		nextPage,
		child,
		page,
		reports,
		exit,
		tell: (command) => void child.send(command),
		until,
		async kill() {
			if (child.exitCode === null) child.kill('SIGTERM');
			await exit;
		},
	};
}
