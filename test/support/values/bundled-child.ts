import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll } from 'vitest';

const cache = resolve(import.meta.dirname, '../../../node_modules/.cache');

/**
 * Puts a program of the tests into one file, so that starting it again and again does not read hundreds of sources each
 * time. It lies where packages are found from, and is removed after the tests of the file that asks for it at its top.
 */
export async function bundledChild(file: string): Promise<string> {
	mkdirSync(cache, { recursive: true });
	const folder = mkdtempSync(join(cache, 'child-'));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	await build({
		configFile: false,
		logLevel: 'silent',
		ssr: { noExternal: ['zod', 'semver'] },
		build: {
			ssr: file,
			outDir: folder,
			emptyOutDir: false,
			minify: false,
			target: 'esnext',
			rolldownOptions: { output: { entryFileNames: 'child.mjs' } },
		},
	});
	return join(folder, 'child.mjs');
}
