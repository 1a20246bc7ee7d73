import { defineConfig } from 'electron-vite';
import { nodeBuild } from './scripts/build/node-build.ts';

/**
 * What `npm run electron-check` runs in Electron. Built by itself: a chunk that the shell shared with it would not lie
 * beside the shell's entry, where the shell finds its other files.
 */
export default defineConfig({
	main: {
		build: nodeBuild(import.meta.dirname, 'out/check', {
			check: 'scripts/electron-check/app.ts',
			'check-child': 'scripts/electron-check/child.ts',
		}),
	},
});
