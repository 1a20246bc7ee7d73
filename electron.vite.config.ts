import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { pageGroups, preloadWindow } from './scripts/build/page-chunks.ts';
import { precompress } from './scripts/build/precompress.ts';

const root = import.meta.dirname;
const pageSources = resolve(root, 'src/renderer');

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
		root: pageSources,
		plugins: [react(), tailwindcss(), preloadWindow(pageSources), precompress()],
		build: {
			outDir: resolve(root, 'out/renderer'),
			minify: true,
			// What draws the first screen is some 600 kB before it is compressed.
			chunkSizeWarningLimit: 800,
			// Every browser that this page is opened in knows of it.
			modulePreload: { polyfill: false },
			// The content security policy takes fonts and images from files of the page alone, not from data: addresses.
			assetsInlineLimit: 0,
			rollupOptions: {
				input: resolve(pageSources, 'index.html'),
				output: { codeSplitting: { groups: pageGroups(pageSources) } },
				// How long plugins took is no news for whoever builds on a busy machine.
				checks: { bundlerTimings: false },
			},
		},
	},
});
