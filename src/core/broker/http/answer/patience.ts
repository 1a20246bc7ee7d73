import { setTimeout as sleep } from 'node:timers/promises';
import { hostStatus } from '../../../../shared/host/abi.ts';
import { HostFailure } from '../../host-failure.ts';
import type { HttpResponse } from '../response.ts';

/** No request is sent more often than this, however patient the guest is. */
const MOST_TRIES = 6;
/** What a busy server that does not say is given, ms; twice as long each time. */
const UNSAID_MS = 1_000;
/** A server that says "at once" is given this, ms. */
const LEAST_MS = 100;

/**
 * Sends again what a busy server put off (429, or 503 with Retry-After), after the time that it asks for, as long as the
 * waiting together stays within `patienceMs`. Answers with the last response.
 */
export async function patiently(
	patienceMs: number,
	signal: AbortSignal,
	now: () => number,
	send: () => Promise<HttpResponse>,
): Promise<HttpResponse> {
	let left = patienceMs;
	for (let tries = 1; ; tries++) {
		const response = await send();
		const asked = delayOf(response, now(), UNSAID_MS * 2 ** (tries - 1));
		if (asked === null || asked > left || tries === MOST_TRIES) return response;
		left -= asked;
		await sleep(asked, undefined, { signal }).catch(() => {
			throw new HostFailure(hostStatus.cancelled, 'The call ended.');
		});
	}
}

/** How long to wait before the request is sent again, ms; null: it need not be. */
function delayOf({ status, headers }: HttpResponse, now: number, unsaid: number): number | null {
	const said = headers['retry-after'];
	if (status !== 429 && (status !== 503 || said === undefined)) return null;
	const text = String(Array.isArray(said) ? said[0] : (said ?? '')).trim();
	// Seconds, or a date (RFC 9110, section 10.2.3).
	if (/^\d+$/.test(text)) return Math.max(LEAST_MS, Number(text) * 1000);
	const date = text === '' ? Number.NaN : Date.parse(text);
	return Number.isNaN(date) ? unsaid : Math.max(LEAST_MS, date - now);
}
