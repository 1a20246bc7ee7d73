import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { rendererDir } from '../support/built.ts';

const assets = join(rendererDir, 'assets');
const index = readFileSync(join(rendererDir, 'index.html'), 'utf8');
/** What the first screen needs, by name below the page's folder. */
const first = [...index.matchAll(/(?:src|href)="\.?\/([^"]+\.(?:js|css))"/g)].map(([, name = '']) => name);
const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
const compressed = (name: string): number => {
	const path = join(rendererDir, name);
	return statSync(existsSync(`${path}.br`) ? `${path}.br` : path).size;
};

describe('the built page', () => {
	it('is there with a third of a megabyte, in a dozen files', () => {
		expect(first.length).toBeGreaterThan(1);
		expect(first.length).toBeLessThan(24);
		expect(first.reduce((sum, name) => sum + compressed(name), 0)).toBeLessThan(400_000);
	});

	it('brings screens, the editor, Markdown and the other language when they are wanted', () => {
		const later = scripts.filter((name) => !first.includes(`assets/${name}`));
		const wanted: Readonly<Record<string, RegExp>> = {
			editor: /cm-content/,
			Markdown: /footnoteDefinition/,
			// What is said in one table for every language is a few hundred characters; the catalogue is many thousands.
			Chinese: /(?:\p{Script=Han}[^\p{Script=Han}]*){3000}/su,
		};
		const holds = (names: readonly string[], what: RegExp): boolean =>
			names.some((name) => what.test(readFileSync(join(assets, name), 'utf8')));
		for (const [what, mark] of Object.entries(wanted)) {
			expect(holds(later, mark), `${what} later`).toBe(true);
			expect(
				holds(
					first.filter((name) => name.endsWith('.js')).map((name) => name.slice('assets/'.length)),
					mark,
				),
				`${what} at first`,
			).toBe(false);
		}
	});

	it('names each file by a hash of its bytes, and has what is large compressed beside it', () => {
		for (const name of readdirSync(assets)) expect(name).toMatch(/-[\w-]{8,}\.\w+(?:\.br|\.gz)?$/);
		for (const name of scripts) {
			const path = join(assets, name);
			const bytes = readFileSync(path);
			if (bytes.length < 1_024) continue;
			expect(brotliDecompressSync(readFileSync(`${path}.br`)).equals(bytes), name).toBe(true);
			expect(gunzipSync(readFileSync(`${path}.gz`)).equals(bytes), name).toBe(true);
		}
	});
});
