import { DataFlareError, type WireError } from '../../shared/errors.ts';
import type { Envelope } from '../../shared/result.ts';

const KEY_HEADER = 'x-dataflare-key';
/** Of this tab alone, so that a reload stays let in. */
const KEY_SLOT = 'dataflare-key';

/** The program behind the page, in the browser mode. */
export interface Server {
	/** Rejects with the program's own error, or with `runtime` where it cannot be reached. */
	ask<T>(path: string, init?: RequestInit): Promise<{ readonly data: T; readonly isLater: boolean }>;
	fetch(path: string, init?: RequestInit): Promise<Response>;
}

/**
 * Exchanges the address's token for a session, and takes the token out of the address bar and the history first.
 * Rejects with `permission_denied` for an address that was used, and for a page without one.
 */
export async function enterServer(): Promise<Server> {
	const token = /^#start=([\w-]+)$/.exec(location.hash)?.[1];
	if (token !== undefined) {
		history.replaceState(null, '', location.pathname);
		const { data } = await read<{ readonly key: string }>(
			await reach('/api/session', {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ token }),
			}),
		);
		sessionStorage.setItem(KEY_SLOT, data.key);
	}
	const key = sessionStorage.getItem(KEY_SLOT);
	if (key === null) {
		throw new DataFlareError('permission_denied', 'This page was opened without its start address.', {
			hint: 'Start the program again, or press Enter in its terminal for a fresh address.',
		});
	}
	const withKey = (init: RequestInit = {}): RequestInit => {
		const headers = new Headers(init.headers);
		headers.set(KEY_HEADER, key);
		return { ...init, headers };
	};
	return {
		ask: async (path, init) => read(await reach(path, withKey(init))),
		fetch: (path, init) => reach(path, withKey(init)),
	};
}

async function reach(path: string, init: RequestInit): Promise<Response> {
	try {
		return await fetch(path, { ...init, credentials: 'same-origin', redirect: 'error', cache: 'no-store' });
	} catch (error) {
		throw new DataFlareError('runtime', 'The program does not answer.', {
			hint: 'See whether it still runs, and start it again if it does not.',
			cause: error,
		});
	}
}

async function read<T>(response: Response): Promise<{ readonly data: T; readonly isLater: boolean }> {
	const envelope = (await response.json().catch(() => null)) as Envelope<T> | null;
	if (envelope === null) throw new DataFlareError('runtime', 'The program’s answer was cut off.');
	if (envelope.ok) return { data: envelope.data, isLater: response.status === 202 };
	throw DataFlareError.fromWire(envelope.error satisfies WireError);
}
