import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol } from 'electron';

export const APP_ORIGIN = 'app://dataflare';

const types: Readonly<Record<string, string>> = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.svg': 'image/svg+xml',
	'.png': 'image/png',
	'.woff2': 'font/woff2',
	'.json': 'application/json',
};

const CONTENT_SECURITY_POLICY =
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Must run before the app is ready. */
export function registerAppScheme(): void {
	protocol.registerSchemesAsPrivileged([
		{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
	]);
}

/** Serves the built page and nothing outside its folder. */
export function serveApp(folder: string): void {
	protocol.handle('app', async (request) => {
		const url = new URL(request.url);
		const name = url.pathname === '/' ? '/index.html' : decodeURIComponent(url.pathname);
		// Decoded first, then normalised: no spelling of `..` is left to climb with.
		const path = normalize(join(folder, name));
		const type = types[extname(path)];
		if (url.host !== 'dataflare' || !path.startsWith(folder + sep) || type === undefined) {
			return new Response('Not found', { status: 404 });
		}
		try {
			return new Response(new Uint8Array(await readFile(path)), {
				headers: {
					'content-type': type,
					'content-security-policy': CONTENT_SECURITY_POLICY,
					'x-content-type-options': 'nosniff',
				},
			});
		} catch {
			return new Response('Not found', { status: 404 });
		}
	});
}
