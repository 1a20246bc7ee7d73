import { defineConfig } from 'electron-vite';
import { nodeBuild, preloadBuild } from './scripts/build/node-build.ts';

/** The shell of `npm run dev`, beside the product's own folders, where it finds its other files as the product does. */
export default defineConfig({
	main: { build: nodeBuild(import.meta.dirname, 'out/dev', { shell: 'scripts/dev/shell.ts' }) },
	preload: { build: preloadBuild(import.meta.dirname) },
});
