import { readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Kinds of files that get smaller; fonts and pictures are compressed already. */
const kinds: ReadonlySet<string> = new Set(['.html', '.js', '.css', '.svg', '.json']);
/** Below this a packet carries it either way. Bytes */
const WORTH_BYTES = 1_024;

/** Puts `name.br` and `name.gz` beside each file of the page that gets smaller by it: no start has to compress anything. */
export function precompress(): Plugin {
	return {
		name: 'dataflare-precompress',
		apply: 'build',
		writeBundle({ dir }, bundle) {
			if (dir === undefined) return;
			for (const name of Object.keys(bundle)) {
				if (!kinds.has(extname(name))) continue;
				const path = join(dir, name);
				const bytes = readFileSync(path);
				if (bytes.length < WORTH_BYTES) continue;
				const text = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
				writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: text }));
				writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
			}
		},
	};
}
