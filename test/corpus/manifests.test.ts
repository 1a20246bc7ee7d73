import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readPackage } from '../../src/core/registry/package/read-package.ts';
import { listBelow } from '../../src/core/registry/package/walk/list-below.ts';
import { DataFlareError } from '../../src/shared/errors/errors.ts';
import { readHere } from '../support/guests/look-here.ts';
import { wat } from '../support/guests/wat.ts';
import { answering } from '../support/scratch/scratch-core.ts';
import { folderCases, manifestCases } from './cases/manifests.ts';

let root: string;
let module: Uint8Array;
beforeAll(async () => {
	root = mkdtempSync(join(tmpdir(), 'dataflare-manifests-'));
	module = await wat(answering('1'));
	writeFileSync(join(root, 'outside.wasm'), module);
	for (const { name } of folderCases) {
		mkdirSync(join(root, name));
		writeFileSync(join(root, name, 'p.wasm'), module);
	}
	execFileSync('mkfifo', [join(root, 'pipe-manifest/plugin.json')]);
	symlinkSync('/dev/zero', join(root, 'device-manifest/plugin.json'));
	mkdirSync(join(root, 'folder-manifest/plugin.json'));
	symlinkSync('plugin.json', join(root, 'loop-manifest/plugin.json'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function codeOf(folder: string): Promise<string> {
	try {
		await readPackage(folder, readHere);
		return 'ok';
	} catch (thrown) {
		expect(thrown).toBeInstanceOf(DataFlareError);
		const error = thrown as DataFlareError;
		expect(JSON.stringify(error.toWire()).length).toBeLessThan(20_000);
		return error.code;
	}
}

it.each(manifestCases)('a manifest that $what is met with $expected', async ({ text, expected }) => {
	const folder = mkdtempSync(join(root, 'plugin-'));
	writeFileSync(join(folder, 'plugin.json'), text);
	writeFileSync(join(folder, 'p.wasm'), module);
	mkdirSync(join(folder, 'folder'));
	symlinkSync('../outside.wasm', join(folder, 'link.wasm'));
	symlinkSync('/dev/zero', join(folder, 'zero.wasm'));
	execFileSync('mkfifo', [join(folder, 'pipe.wasm')]);
	expect(await codeOf(folder)).toBe(expected);
	expect(({} as { polluted?: unknown; allow_network?: unknown }).polluted).toBeUndefined();
	expect(({} as { allow_network?: unknown }).allow_network).toBeUndefined();
});

it.each(folderCases)('a folder $what is met with $expected, at once', async ({ name, expected }) => {
	expect(await codeOf(join(root, name))).toBe(expected);
});

it('a README that is a link is not read, one that is endless is read to its bound', async () => {
	const folder = mkdtempSync(join(root, 'plugin-'));
	writeFileSync(join(folder, 'plugin.json'), '{"name":"p","type":"processor","module_path":"./p.wasm"}');
	writeFileSync(join(folder, 'p.wasm'), module);
	symlinkSync('/etc/passwd', join(folder, 'README.md'));
	expect((await readPackage(folder, readHere)).readme).toBeNull();
	rmSync(join(folder, 'README.md'));
	writeFileSync(join(folder, 'README.md'), 'x'.repeat(4 << 20));
	expect((await readPackage(folder, readHere)).readme).toHaveLength(256 * 1024);
});

it('a plugins folder with a link to half a disk is not walked to its end', async () => {
	const wide = mkdtempSync(join(root, 'wide-'));
	for (let folder = 0; folder < 60; folder++) {
		mkdirSync(join(wide, `${folder}`));
		for (let file = 0; file < 100; file++) writeFileSync(join(wide, `${folder}/${file}`), '');
	}
	const deep = join(wide, ...Array.from({ length: 30 }, () => 'd'));
	mkdirSync(deep, { recursive: true });
	writeFileSync(join(deep, 'plugin.json'), '');
	const found = await listBelow(wide);
	expect(found.length).toBeLessThanOrEqual(5_000);
	expect(found.some((name) => name.endsWith('plugin.json'))).toBe(false);
});
