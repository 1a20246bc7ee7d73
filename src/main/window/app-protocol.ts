import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol } from 'electron';
import { CONTENT_SECURITY_POLICY, PAGE_TYPES } from '../../shared/face/content-security-policy.ts';

export const APP_ORIGIN = 'app://dataflare';

/** Must run before the app is ready. */
export function registerAppScheme(): void {
	protocol.registerSchemesAsPrivileged([
		{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
	]);
}

/** Answers for the page's files. */
export type PageSource = (request: Request) => Promise<Response>;

export function serveApp(page: PageSource): void {
	protocol.handle('app', page);
}

/** The built page, and nothing outside its folder. */
export function builtPage(folder: string): PageSource {
	return async (request) => {
		const path = pathOf(folder, request.url);
		const bytes = path === null ? null : await readFile(path).catch(() => null);
		const headers = {
			'content-type': PAGE_TYPES[extname(path ?? '')] ?? 'text/plain; charset=utf-8',
			'content-security-policy': CONTENT_SECURITY_POLICY,
			'x-content-type-options': 'nosniff',
			'cross-origin-opener-policy': 'same-origin',
			'cross-origin-resource-policy': 'same-origin',
		};
		return bytes === null
			? new Response('Not found', { status: 404, headers })
			: new Response(new Uint8Array(bytes), { headers });
	};
}

/** Null: what the address names is no file of the page's. */
function pathOf(folder: string, address: string): string | null {
	const url = URL.parse(address);
	if (url === null || url.host !== 'dataflare') return null;
	const name = url.pathname === '/' ? '/index.html' : decode(url.pathname);
	if (name === null) return null;
	// Decoded first, then normalised: no spelling of `..` is left to climb with.
	const path = normalize(join(folder, name));
	return path.startsWith(folder + sep) && PAGE_TYPES[extname(path)] !== undefined ? path : null;
}

function decode(text: string): string | null {
	try {
		return decodeURIComponent(text);
	} catch {
		return null;
	}
}
