import { resolve } from 'node:path';
import { defineConfig } from 'electron-vite';

/**
 * The sandbox is built by itself, so that it is one file that stands alone: its process may read nothing but that file.
 * `test/project/architecture.test.ts` holds it to that.
 */
export default defineConfig({
	main: {
		build: {
			outDir: 'out/main',
			emptyOutDir: false,
			sourcemap: true,
			minify: false,
			rollupOptions: {
				input: { sandbox: resolve(import.meta.dirname, 'src/sandbox/entry.ts') },
				output: { format: 'es', entryFileNames: '[name].mjs' },
			},
		},
	},
});
