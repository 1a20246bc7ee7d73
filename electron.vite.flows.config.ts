import { defineConfig } from 'electron-vite';
import { nodeBuild } from './scripts/build/node-build.ts';

/** What reads and writes a flow's files in threads of their own: one file that stands alone, beside a packed program. */
export default defineConfig({
	main: {
		build: {
			...nodeBuild(import.meta.dirname, 'out/main', { flows: 'src/core/flows/io/thread/entry.ts' }),
			emptyOutDir: false,
		},
	},
});
