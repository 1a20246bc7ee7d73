/** What a server answered. */
export interface HttpResponse {
	/** The address that answered, after every redirect. */
	readonly url?: string;
	readonly status: number;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	/** Decompressed; empty for a redirect, whose body nobody reads. */
	readonly body: Buffer;
}

const redirectStatuses: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export function isRedirect(response: Pick<HttpResponse, 'status' | 'headers'>): boolean {
	return redirectStatuses.has(response.status) && typeof response.headers['location'] === 'string';
}
