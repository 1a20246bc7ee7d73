import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCliHere } from '../support/terminal/cli-here.ts';
import { clang, rustcFor } from '../support/values/compilers.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/authoring.md'), 'utf8');
const blocks = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = '']) => block.trim().split('\n'));

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-page-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const isHere = (lines: readonly string[]): boolean =>
	!(lines.some((line) => line.includes('--language c ')) && clang === undefined) &&
	!(lines.some((line) => line.includes('--language rust ')) && rustcFor('wasm32-unknown-unknown') === undefined);

it('has commands for every language', () => {
	expect(blocks.length).toBe(6);
	expect(blocks.flat().every((line) => line.startsWith('dataflare '))).toBe(true);
});

it.each(blocks.filter(isHere).map((lines) => [lines[0] ?? '', lines] as const))(
	'does what the page of authors says: %s …',
	async (_, lines) => {
		for (const line of lines) {
			const { code, err } = await runCliHere(folder, line.split(' ').slice(1));
			expect({ line, code, err: code === 0 ? '' : err }).toEqual({ line, code: 0, err: '' });
		}
	},
);

it('ends with records that were numbered', () => {
	expect(readFileSync(join(folder, 'numbered.ndjson'), 'utf8')).toMatch(/^\{"number":1,"record":\{"city":"Oslo"/);
});
