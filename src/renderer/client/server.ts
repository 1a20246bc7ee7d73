import type { ReadRoute, RouteInput } from '../../shared/api/routes.ts';
import { DataFlareError, type ErrorDetails, type WireError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { Envelope } from '../../shared/errors/result.ts';
import type { Picture, PictureView } from '../../shared/face/picture.ts';
import { type Entry, forgetEntry, keptEntry, newEntry } from './entry.ts';

/** What the program answers to a page of an earlier start. */
export const NOT_LET_IN = 401;

const KEY_HEADER = 'x-dataflare-key';
/** Of this tab alone, so that a reload stays let in. */
const KEY_SLOT = 'dataflare-key';

/** The program was not reached, or its answer was cut off: what it would have said is not known. */
export class Unreachable extends DataFlareError {
	constructor(
		message: string,
		options: { readonly hint?: string; readonly details: ErrorDetails; readonly cause?: unknown },
	) {
		super('runtime', message, options);
	}
}

/** A question of a page's first picture. */
export interface Question<N extends ReadRoute = ReadRoute> {
	readonly route: N;
	readonly input: RouteInput<N>;
}

/** What the program answered as it let the page in. */
interface FirstAnswers {
	/** By what was asked, as `questionKey` tells it. */
	readonly answers: ReadonlyMap<string, Envelope<unknown>>;
	/** The event after which they were made. */
	readonly lastId: string | null;
}

/** What a page enters with. */
export interface Entering {
	readonly questions: readonly Question[];
	/** Null: the page draws its first picture by itself. */
	readonly view: PictureView | null;
	/** Called as soon as a picture is there, before the page is told that it was let in. */
	onPicture(picture: Picture): void;
}

/** Who asks nothing as it enters. */
export const asksNothing: Entering = { questions: [], view: null, onPicture: () => undefined };

export function questionKey(route: string, input: unknown): string {
	return JSON.stringify([route, input]);
}

/** The program behind the page, in the browser mode. */
export interface Server {
	readonly first: FirstAnswers;
	/** Rejects with the program's own error, or with `Unreachable`. */
	ask<T>(path: string, init?: RequestInit): Promise<{ readonly data: T; readonly isLater: boolean }>;
	fetch(path: string, init?: RequestInit): Promise<Response>;
}

/**
 * Exchanges the address's token for a session, and takes the token out of the address bar and the history first. A page
 * that is loaded anew meanwhile goes on with that token. Rejects with `permission_denied` for an address that was used,
 * and for a page without one. A fresh address opened in the same tab is no new page to the browser, as it differs in its
 * fragment alone: it is taken up where the page stands. What it asks is answered with the admission where there is one.
 */
export async function enterServer(entering: Entering): Promise<Server> {
	let first: FirstAnswers = nothing;
	try {
		const token = tokenIn(location.hash);
		if (token !== null) {
			const entry = newEntry(token);
			history.replaceState(null, '', location.pathname);
			first = await exchange(entry, entering);
		} else {
			first = await exchangeKept(entering);
		}
		if (sessionStorage.getItem(KEY_SLOT) === null) {
			throw new DataFlareError('permission_denied', 'This page was opened without its start address.', {
				hint: 'Start the program again, or press Enter in its terminal for a new address.',
				details: because('no_start_address'),
			});
		}
	} catch (error) {
		addEventListener('hashchange', () => location.reload(), { once: true });
		throw error;
	}
	// Told of first; the one that follows knows where the page was.
	addEventListener('popstate', (event) => {
		if (tokenIn(location.hash) !== null) event.stopImmediatePropagation();
	});
	addEventListener('hashchange', takeUp);
	const withKey = (init: RequestInit = {}): RequestInit => {
		const headers = new Headers(init.headers);
		headers.set(KEY_HEADER, sessionStorage.getItem(KEY_SLOT) ?? '');
		return { ...init, headers };
	};
	return {
		first,
		ask: async (path, init) => read(await reach(path, withKey(init))),
		fetch: (path, init) => reach(path, withKey(init)),
	};
}

function tokenIn(hash: string): string | null {
	return /^#start=([\w-]+)$/.exec(hash)?.[1] ?? null;
}

const nothing: FirstAnswers = { answers: new Map(), lastId: null };

interface Admitted {
	readonly key: string;
	/** In the order of the questions; null: the page asks for it again. */
	readonly answers?: readonly (Envelope<unknown> | null)[];
	readonly lastId?: number;
	readonly picture?: Picture;
}

/** What the page before this one began and had no answer to. */
async function exchangeKept(entering: Entering): Promise<FirstAnswers> {
	const entry = keptEntry();
	if (entry === null) return nothing;
	try {
		return await exchange(entry, entering);
	} catch (error) {
		// A session that it was to replace stays as good as it was.
		if (error instanceof Unreachable || sessionStorage.getItem(KEY_SLOT) === null) throw error;
		return nothing;
	}
}

/** What was answered, yes or no, is over; without an answer the page can try again. */
async function exchange(entry: Entry, { questions, view, onPicture }: Entering): Promise<FirstAnswers> {
	let admitted: Admitted;
	try {
		const { data } = await read<Admitted>(
			await reach('/api/session', {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({
					...entry,
					...(questions.length > 0 && { ask: questions }),
					...(view !== null && { view }),
				}),
			}),
		);
		sessionStorage.setItem(KEY_SLOT, data.key);
		admitted = data;
	} catch (error) {
		if (!(error instanceof Unreachable)) forgetEntry(entry);
		throw error;
	}
	forgetEntry(entry);
	const { answers = [], lastId = null, picture } = admitted;
	if (picture !== undefined) onPicture(picture);
	const told = questions.flatMap(({ route, input }, place) => {
		const answer = answers[place] ?? null;
		return answer === null ? [] : [[questionKey(route, input), answer] as const];
	});
	return { answers: new Map(told), lastId: lastId === null ? null : String(lastId) };
}

/** The program was started anew: the page goes on with the new session, at the place and with the drafts that it has. */
function takeUp(event: HashChangeEvent): void {
	const token = tokenIn(location.hash);
	if (token === null) return;
	// Whoever draws places must not see this one.
	event.stopImmediatePropagation();
	const entry = newEntry(token);
	history.replaceState(null, '', event.oldURL);
	// An address that was used changes nothing: the session is the one that it was.
	exchange(entry, asksNothing).catch(() => {});
}

async function reach(path: string, init: RequestInit): Promise<Response> {
	try {
		return await fetch(path, { ...init, credentials: 'same-origin', redirect: 'error', cache: 'no-store' });
	} catch (error) {
		throw new Unreachable('The program does not answer.', {
			hint: 'See whether it still runs, and start it again if it does not.',
			details: because('engine_gone'),
			cause: error,
		});
	}
}

async function read<T>(response: Response): Promise<{ readonly data: T; readonly isLater: boolean }> {
	const envelope = (await response.json().catch(() => null)) as Envelope<T> | null;
	if (envelope === null)
		throw new Unreachable('The program’s answer was cut off.', { details: because('answer_cut_off') });
	if (response.status === NOT_LET_IN) {
		throw new Unreachable('The program was started anew, and this window belongs to its earlier start.', {
			hint: 'Press Enter in its terminal for an address, and open that in this tab.',
			details: because('started_anew'),
		});
	}
	if (envelope.ok) return { data: envelope.data, isLater: response.status === 202 };
	throw DataFlareError.fromWire(envelope.error satisfies WireError);
}
