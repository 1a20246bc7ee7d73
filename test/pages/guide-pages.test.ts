import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocksOf, type PageBlock, pageRunner } from '../support/terminal/page-commands.ts';
import { clang, rustcFor } from '../support/values/compilers.ts';
import { buildsWasi } from '../support/wasi/build.ts';

const root = resolve(import.meta.dirname, '../..');

/** Pages whose commands are run from top to bottom in one folder, which has what a checkout has; what each compiles with. */
const pages = [
	['flows.md', true],
	['policy-guide.md', true],
	['recipes.md', true],
	['tutorial-assemblyscript.md', true],
	['tutorial-c.md', clang !== undefined],
	['tutorial-javascript.md', true],
	['tutorial-rust.md', rustcFor('wasm32-unknown-unknown') !== undefined],
	['tutorial-wat.md', true],
] as const;

const isHere = ({ commands }: PageBlock): boolean =>
	buildsWasi || !commands.some((command) => command.includes('--target=wasm32-wasi'));

/** The API of a page: the first 300 films of a real list, a hundred on each page. */
function films(): Server {
	const all = JSON.parse(readFileSync(join(root, 'node_modules/vega-datasets/data/movies.json'), 'utf8')) as unknown[];
	return createServer(({ url = '' }, response) => {
		const page = Number(new URL(url, 'http://host').searchParams.get('page'));
		const next = page < 3 ? `/movies?page=${page + 1}` : null;
		response.end(JSON.stringify({ items: all.slice(page * 100 - 100, page * 100), next }));
	});
}

describe.each(pages.filter(([, compiles]) => compiles))('docs/%s', (page) => {
	const blocks = blocksOf(readFileSync(join(root, 'docs', page), 'utf8'));
	const server = films();
	let folder: string;
	let run: (block: PageBlock) => Promise<void>;
	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), 'dataflare-guide-'));
		for (const part of ['resources/plugins', 'resources/data']) {
			cpSync(join(root, part), join(folder, part), { recursive: true });
		}
		await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
		const { port } = server.address() as AddressInfo;
		run = pageRunner(folder, {
			'127.0.0.1:8080': `127.0.0.1:${port}`,
			'~/.local/share/dataflare': 'data',
		});
	});
	afterAll(() => {
		server.close();
		server.closeAllConnections();
		rmSync(folder, { recursive: true, force: true });
	});

	it('has commands', () => {
		expect(blocks.length).toBeGreaterThan(5);
	});

	it.each(
		blocks.filter(isHere).map((block) => [block.heading, block.commands[0]?.split('\n')[0] ?? '', block] as const),
	)('%s (%s …)', async (_heading, _first, block) => {
		await run(block);
	});
});

it('has an index that leads to every page', () => {
	const index = readFileSync(join(root, 'docs/README.md'), 'utf8');
	const linked = [...index.matchAll(/\]\(([\w/-]+\.md)(?:#[\w-]+)?\)/g)].map(([, page]) => page);
	const all = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
		.map((name) => name.replaceAll('\\', '/'))
		.filter((name) => name.endsWith('.md') && name !== 'README.md' && !/^decisions\/(?!README)/.test(name));
	expect([...new Set(linked)].toSorted()).toEqual(all.toSorted());
});
