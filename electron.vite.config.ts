import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { nodeBuild, preloadBuild } from './scripts/build/node-build.ts';
import { compileWhileArriving, pageGroups, preloadWindow } from './scripts/build/page-chunks.ts';
import { precompress } from './scripts/build/precompress.ts';

const root = import.meta.dirname;
const pageSources = resolve(root, 'src/renderer');

/** The sandbox has a configuration of its own (electron.vite.sandbox.config.ts): it must share no chunk with these. */
export default defineConfig({
	main: {
		build: nodeBuild(root, 'out/main', {
			index: 'src/main/index.ts',
			cli: 'src/cli/main.ts',
			core: 'src/core/index.ts',
			reaper: 'src/core/runtime/process/reaper-entry.ts',
		}),
	},
	preload: { build: preloadBuild(root) },
	renderer: {
		root: pageSources,
		plugins: [react(), tailwindcss(), preloadWindow(pageSources), compileWhileArriving(pageSources), precompress()],
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
