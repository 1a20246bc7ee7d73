import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { electronUses, usesIn } from '../support/processes/electron-uses.ts';

const root = resolve(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/electron.md'), 'utf8');
const rows = [...page.matchAll(/^\| `([^`]+)` \| (.+?) \| (.+?) \|$/gm)].map(([, api, verdict, source]) => ({
	api: api as string,
	verdict: verdict as string,
	source: source as string,
}));

describe('what the shell uses of Electron', () => {
	it('is in the table of docs/electron.md, and nothing else is', () => {
		const uses = electronUses([join(root, 'src/main'), join(root, 'src/preload')]);
		expect(rows.map(({ api }) => api).toSorted()).toEqual([...uses].toSorted());
	});

	it('has a source for each verdict', () => {
		for (const { api, verdict, source } of rows) {
			expect(verdict, api).not.toBe('');
			expect(source, api).toMatch(/\w/);
		}
	});

	it('is found however it is written', () => {
		const source = `
			import { app, type Session, Tray, shell as desktop, type UtilityProcess } from 'electron';
			// app.notThis()
			app.dock?.bounce();
			desktop.beep();
			const tray = new Tray('x.png');
			class Held { readonly #child: UtilityProcess; kill() { this.#child.kill(); this.#child.once('exit', f); } }
			function clear(pages: Session) { pages.webRequest.onErrorOccurred(f); pages.clearCache(); }
		`;
		expect(new Set(usesIn(source))).toEqual(
			new Set([
				...['app.dock', 'shell.beep', 'Tray', 'UtilityProcess.kill', "UtilityProcess 'exit'"],
				...['WebRequest.onErrorOccurred', 'Session.clearCache'],
			]),
		);
	});
});
