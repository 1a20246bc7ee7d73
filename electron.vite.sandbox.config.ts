import { defineConfig } from 'electron-vite';
import { nodeBuild } from './scripts/build/node-build.ts';

/**
 * The sandbox is built by itself, so that it is one file that stands alone: its process may read nothing but that file.
 * `test/project/architecture.test.ts` holds it to that.
 */
export default defineConfig({
	main: {
		build: { ...nodeBuild(import.meta.dirname, 'out/main', { sandbox: 'src/sandbox/entry.ts' }), emptyOutDir: false },
	},
});
