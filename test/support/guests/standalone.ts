import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

const port = join(import.meta.dirname, '../../../src/sandbox/port.ts');

/** What `standalone` puts in front of a source: the channel of a sandbox process as `port`. */
const prelude = `import { findPort } from ${JSON.stringify(port)};\nconst port = findPort();\n`;

/**
 * Makes an entry for the fork adapter of an ES module's source or of a file: one file that needs no other, since a
 * sandbox process may read nothing but its entry. A source finds the channel to the parent in `port`.
 */
export async function standalone(entry: { readonly source: string } | { readonly file: string }): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-entry-'));
	process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
	const input = 'file' in entry ? entry.file : join(folder, 'source.mjs');
	if ('source' in entry) writeFileSync(input, prelude + entry.source);
	await build({
		configFile: false,
		logLevel: 'silent',
		build: {
			ssr: input,
			outDir: folder,
			emptyOutDir: false,
			minify: false,
			target: 'esnext',
			rolldownOptions: { output: { entryFileNames: 'entry.mjs' } },
		},
	});
	return join(folder, 'entry.mjs');
}
