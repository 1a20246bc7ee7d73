import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { nodeBuild, preloadBuild } from './scripts/build/node-build.ts';
import { precompress } from './scripts/build/precompress.ts';

const root = import.meta.dirname;

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
