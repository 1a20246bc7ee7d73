import { resolve } from 'node:path';
import { defineConfig } from 'electron-vite';
import { withoutLaterParts } from './scripts/build/page-chunks.ts';

/**
 * What draws the first picture of the browser's window in the program: the page's own components as one file, beside the
 * page and never served. Built after the page, whose folder it goes to.
 */
export default defineConfig({
	main: {
		plugins: [withoutLaterParts()],
		define: { 'process.env.NODE_ENV': '"production"' },
		build: {
			outDir: 'out/renderer',
			emptyOutDir: false,
			externalizeDeps: false,
			minify: true,
			sourcemap: false,
			rollupOptions: {
				input: { picture: resolve(import.meta.dirname, 'src/renderer/app/picture/draw-picture.tsx') },
				output: { format: 'es', entryFileNames: '[name].mjs', codeSplitting: false },
				// What marks components of clients means nothing here, where all of them are drawn.
				checks: { bundlerTimings: false, moduleLevelDirective: false },
			},
		},
	},
});
