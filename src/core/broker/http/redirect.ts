import type { HttpResponse } from './exchange.ts';

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export function isRedirect(response: Pick<HttpResponse, 'status' | 'headers'>): boolean {
	return redirectStatuses.has(response.status) && typeof response.headers['location'] === 'string';
}
