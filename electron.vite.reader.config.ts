import { resolve } from 'node:path';
import { defineConfig } from 'electron-vite';

/** What reads results in a thread of its own is started from a file, beside a packed program: it is one that stands alone. */
export default defineConfig({
	main: {
		build: {
			outDir: 'out/main',
			emptyOutDir: false,
			sourcemap: true,
			minify: false,
			rollupOptions: {
				input: { reader: resolve(import.meta.dirname, 'src/core/answers/table/thread/entry.ts') },
				output: { format: 'es', entryFileNames: '[name].mjs' },
			},
		},
	},
});
