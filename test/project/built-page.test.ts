import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';
import { PageFiles } from '../../src/loopback/http/page-files.ts';
import { rendererDir } from '../support/built.ts';
import { open } from '../support/servers/loopback-client.ts';

const assets = join(rendererDir, 'assets');
const index = readFileSync(join(rendererDir, 'index.html'), 'utf8');
const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
const textOf = (name: string): string => readFileSync(join(assets, name), 'utf8');
/** Scripts that a script imports before it runs. */
const importsOf = (name: string): readonly string[] =>
	parseAst(textOf(name)).body.flatMap((part) =>
		'source' in part && part.source != null ? [join(dirname(name), String(part.source.value))] : [],
	);

function withImports(names: readonly string[], known = new Set<string>()): ReadonlySet<string> {
	for (const name of names) {
		if (known.has(name)) continue;
		known.add(name);
		withImports(importsOf(name), known);
	}
	return known;
}

const named = [...index.matchAll(/(?:src|href)="\.?\/assets\/([^"]+\.js)"/g)].map(([, name = '']) => name);
/** What comes before the first screen in English. */
const first = withImports([...named, ...scripts.filter((name) => /^en-/.test(name))]);
const gzipped = (names: Iterable<string>): number =>
	[...names].reduce((sum, name) => sum + gzipSync(textOf(name), { level: 9 }).length, 0);

describe('the built page', () => {
	it('is there with 205 kB of compressed scripts at most, in few files', () => {
		expect(first.size).toBeGreaterThan(3);
		expect(first.size).toBeLessThan(6);
		expect(gzipped(first)).toBeLessThan(205_000);
	});

	it('asks what is to be drawn before what draws it has come', () => {
		const entries = [...index.matchAll(/<script [^>]*src="\.?\/assets\/([^"]+)"/g)].map(([, name = '']) => name);
		expect(entries).toHaveLength(1);
		const sooner = withImports(entries);
		expect(gzipped(sooner)).toBeLessThan(20_000);
		expect([...sooner].some((name) => textOf(name).includes('/api/session'))).toBe(true);
		expect(named).toEqual(expect.arrayContaining([...first].filter((name) => /^(?:engine|window)-/.test(name))));
	});

	it('lets the browser compile what draws while that arrives, and nothing that comes later', () => {
		const hinted = scripts.filter((name) => textOf(name).startsWith('//# allFunctionsCalledOnLoad\n'));
		expect(hinted.toSorted()).toEqual([...first].filter((name) => /^(?:engine|window)-/.test(name)).toSorted());
		expect(hinted).toHaveLength(2);
	});

	it('has what draws in two halves, which a browser compiles side by side', () => {
		const sizes = [...first].filter((name) => /^(?:engine|window)-/.test(name)).map((name) => textOf(name).length);
		expect(Math.max(...sizes) / Math.min(...sizes)).toBeLessThan(2);
	});

	it('brings screens, what floats, the editor, Markdown, schemas and other languages when they are wanted', () => {
		const later = scripts.filter((name) => !first.has(name));
		const wanted: Readonly<Record<string, RegExp>> = {
			editor: /cm-content/,
			Markdown: /footnoteDefinition/,
			schemas: /invalid_union/,
			charts: /scaleTime|tickFormat/,
			'menus and dialogs': /data-base-ui-inert/,
			'what failures mean': /Technical details/,
			// What is said in one table for every language is a few hundred characters; the catalogue is many thousands.
			Chinese: /(?:\p{Script=Han}[^\p{Script=Han}]*){3000}/su,
		};
		for (const [what, mark] of Object.entries(wanted)) {
			expect(
				later.some((name) => mark.test(textOf(name))),
				`${what} later`,
			).toBe(true);
			expect(
				[...first].some((name) => mark.test(textOf(name))),
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

	it('is kept for ever file by file, and asked for anew as a whole', async () => {
		const files = new PageFiles(rendererDir);
		const server = createServer((request, response) => {
			response.setHeader('cache-control', 'no-store');
			files.send(request, request.url ?? '/', response);
		}).listen(0, '127.0.0.1');
		await new Promise((listening) => server.once('listening', listening));
		const { port } = server.address() as AddressInfo;
		const headersOf = async (path: string) => {
			const response = await open(port, path, { headers: { 'accept-encoding': 'gzip, br' } });
			response.resume();
			return response.headers;
		};
		expect((await headersOf('/'))['cache-control']).toBe('no-store');
		for (const name of readdirSync(assets).filter((each) => !/\.(?:br|gz)$/.test(each))) {
			const headers = await headersOf(`/assets/${name}`);
			expect(headers['cache-control'], name).toBe('private, max-age=31536000, immutable');
			if (existsSync(join(assets, `${name}.br`))) expect(headers['content-encoding'], name).toBe('br');
		}
		server.close();
	});
});
