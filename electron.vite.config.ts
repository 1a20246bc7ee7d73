import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { precompress } from './scripts/build/precompress.ts';

const root = import.meta.dirname;

/** The sandbox has a configuration of its own (electron.vite.sandbox.config.ts): it must share no chunk with these. */
export default defineConfig({
	main: {
		build: {
			outDir: 'out/main',
			sourcemap: true,
			minify: false,
			rollupOptions: {
				input: {
					index: resolve(root, 'src/main/index.ts'),
					cli: resolve(root, 'src/cli/main.ts'),
					core: resolve(root, 'src/core/index.ts'),
					reaper: resolve(root, 'src/core/runtime/process/reaper-entry.ts'),
				},
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
				// A sandboxed preload script is CommonJS: Electron loads no ES modules there.
				output: { format: 'cjs', entryFileNames: '[name].cjs' },
			},
		},
	},
	renderer: {
		root: resolve(root, 'src/renderer'),
		plugins: [react(), tailwindcss(), precompress()],
		build: {
			outDir: resolve(root, 'out/renderer'),
			minify: true,
			// What most screens share is half a megabyte before it is compressed.
			chunkSizeWarningLimit: 600,
			// The content security policy takes fonts and images from files of the page alone, not from data: addresses.
			assetsInlineLimit: 0,
			rollupOptions: {
				input: resolve(root, 'src/renderer/index.html'),
				// What several screens share is one file: fifty that hold an icon each are slower.
				output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 3 }] } },
				// How long plugins took is no news for whoever builds on a busy machine.
				checks: { bundlerTimings: false },
			},
		},
	},
});
