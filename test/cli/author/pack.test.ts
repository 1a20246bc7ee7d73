import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { markedPlugin } from '../../support/scratch/bare-registry.ts';
import { runCliHere } from '../../support/terminal/cli-here.ts';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'dataflare-cli-pack-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const dataflare = (...args: readonly string[]) => runCliHere(folder, args);

it('dataflare pack makes one file of a plugin’s folder, which install and inspect take', async () => {
	const path = markedPlugin(join(folder, 'made'), 'tool', 'a', { metadata: { version: '1.2.3' } });
	writeFileSync(join(path, '.env'), 'SECRET=1');
	const out = join(folder, 'tool.dfplugin');
	const packed = await dataflare('pack', path, '--out', out);
	expect(packed).toMatchObject({ code: 0, out: expect.stringMatching(/m\.wasm[\s\S]*plugin\.json/) });
	expect(packed.out + packed.err).toMatch(/tool\.dfplugin was written[\s\S]*left out: \.env/);
	expect(readFileSync(out).includes('SECRET')).toBe(false);
	expect(await dataflare('pack', path, '--out', out)).toMatchObject({
		code: 1,
		err: expect.stringContaining('--replace'),
	});
	expect(await dataflare('pack', path, '--out', join(folder, 'tool.zip'))).toMatchObject({
		code: 1,
		err: expect.stringContaining('.dfplugin'),
	});
	expect((await dataflare('inspect', out)).out).toContain('tool');
	expect(await dataflare('install', out, '--yes')).toMatchObject({ code: 0 });
	expect((await dataflare('list')).out).toContain('tool');
});
