import { resolve } from 'node:path';
import { defineConfig } from 'electron-vite';

/**
 * What `npm run electron-check` runs in Electron. Built by itself: a chunk that the shell shared with it would not lie
 * beside the shell's entry, where the shell finds its other files.
 */
export default defineConfig({
	main: {
		build: {
			outDir: 'out/check',
			sourcemap: true,
			minify: false,
			rollupOptions: {
				input: {
					check: resolve(import.meta.dirname, 'scripts/electron-check/app.ts'),
					'check-child': resolve(import.meta.dirname, 'scripts/electron-check/child.ts'),
				},
				output: { format: 'es', entryFileNames: '[name].mjs' },
				checks: { bundlerTimings: false },
			},
		},
	},
});
