/**
 * The shell as `npm run dev` runs it in Electron: the product's own, but for where the page's files come from. It is
 * built by itself (`electron.vite.dev.config.ts`), so that the product holds nothing of it.
 */
import { runShell } from '../../src/main/run-shell.ts';

/** Of the page's server, which says in its headers what the page may load. */
const { origin } = new URL(process.env['ELECTRON_RENDERER_URL'] ?? '');

runShell({
	page: async ({ url }) => {
		const { pathname, search } = new URL(url);
		return fetch(`${origin}${pathname}${search}`);
	},
	mayReach: [origin.replace('http:', 'ws:')],
});
