import { resolve } from 'node:path';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;

/** The shell of `npm run dev`, beside the product's own folders, where it finds its other files as the product does. */
export default defineConfig({
	main: {
		build: {
			outDir: 'out/dev',
			sourcemap: true,
			minify: false,
			rollupOptions: {
				input: { shell: resolve(root, 'scripts/dev/shell.ts') },
				output: { format: 'es', entryFileNames: '[name].mjs' },
				checks: { bundlerTimings: false },
			},
		},
	},
	preload: {
		build: {
			isolatedEntries: true,
			externalizeDeps: false,
			outDir: 'out/preload',
			rollupOptions: {
				input: { index: resolve(root, 'src/preload/index.ts') },
				output: { format: 'cjs', entryFileNames: '[name].cjs' },
			},
		},
	},
});
