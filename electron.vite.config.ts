import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;

/**
 * Every entry of the Node side is a bundle of its own: the sandbox and the reaper must stand alone (the sandbox may
 * read no file but itself), the command line and the library must not drag each other in.
 */
export default defineConfig({
	main: {
		build: {
			isolatedEntries: true,
			outDir: 'out/main',
			sourcemap: true,
			minify: false,
			rollupOptions: {
				input: {
					index: resolve(root, 'src/main/index.ts'),
					cli: resolve(root, 'src/cli/main.ts'),
					core: resolve(root, 'src/core/index.ts'),
					sandbox: resolve(root, 'src/sandbox/entry.ts'),
					reaper: resolve(root, 'src/core/runtime/reaper-entry.ts'),
				},
				output: { format: 'es', entryFileNames: '[name].mjs' },
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
				// A sandboxed preload script is CommonJS: Electron loads no ES modules there.
				output: { format: 'cjs', entryFileNames: '[name].cjs' },
			},
		},
	},
	renderer: {
		root: resolve(root, 'src/renderer'),
		plugins: [react()],
		build: {
			outDir: resolve(root, 'out/renderer'),
			rollupOptions: { input: resolve(root, 'src/renderer/index.html') },
		},
	},
});
