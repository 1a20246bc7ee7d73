import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
	buildsC,
	fromAssemblyScript,
	fromC,
	fromJavaScript,
	type Source,
} from '../../scripts/build-plugins/components/make-component.ts';
import { type ScratchCore, scratchCore } from '../support/scratch/scratch-core.ts';

const root = resolve(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/components-authoring.md'), 'utf8');
let scratch: ScratchCore;

beforeAll(async () => {
	scratch = await scratchCore();
});
afterAll(() => scratch.dispose());

/** By the language of the page's block: where its code goes, what lies beside it, and what makes a component of it. */
const snippets = {
	js: { path: 'my-plugin.js', beside: { 'sdk/javascript/dataflare.js': 'dataflare.js' }, make: fromJavaScript },
	ts: { path: 'assembly/index.ts', beside: { 'sdk/assemblyscript': 'sdk' }, make: fromAssemblyScript },
	c: { path: 'my-plugin.c', beside: { 'sdk/c/dataflare.h': 'dataflare.h' }, make: fromC },
} as const;

async function installed(language: keyof typeof snippets): Promise<string> {
	const { path, beside, make } = snippets[language];
	const folder = join(scratch.folder, `page-${language}`);
	mkdirSync(join(folder, path, '..'), { recursive: true });
	const code = page.match(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'm'))?.[1] ?? '';
	writeFileSync(join(folder, path), code);
	for (const [from, to] of Object.entries(beside)) cpSync(join(root, from), join(folder, to), { recursive: true });
	const source: Source = { path: join(folder, path), folder, world: 'processor-plugin' };
	const name = `page-${language}`;
	const module = join(folder, `${name}.wasm`);
	writeFileSync(module, await make(source));
	await scratch.ask('plugins.install', { path: module });
	return name;
}

describe('the plugins that the page for authors prints', () => {
	const input = '[{"n":1},{"n":-1}]';
	const call = async (name: string) => (await scratch.ask('plugins.call', { name, fn: 'process_data', input })).value;

	it('are one in JavaScript, as it stands there', async () => {
		expect(await call(await installed('js'))).toEqual([{ n: 1 }]);
	});

	it('are one in AssemblyScript, as it stands there', async () => {
		expect(await call(await installed('ts'))).toEqual([{ n: 1 }, { n: -1 }]);
	});

	it.runIf(buildsC)('are one in C, as it stands there', async () => {
		expect(await call(await installed('c'))).toEqual([{ n: 1 }, { n: -1 }]);
	});
});
