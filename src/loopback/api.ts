import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Core } from '../core/index.ts';
import { type RouteInput, type RouteName, routes } from '../shared/api/routes.ts';
import { type Envelope, failed, succeeded } from '../shared/errors/result.ts';
import { type Picture, pictureViewOf } from '../shared/face/picture.ts';
import { type FirstQuestion, firstAnswers, firstQuestionsOf } from './first-answers.ts';
import type { HandOuts } from './hand-outs.ts';
import type { Connections } from './http/connections.ts';
import type { EventStream } from './http/event-stream.ts';
import { HttpError } from './http/http-error.ts';
import { wrongMethod } from './http/page-files.ts';
import type { PendingAnswers } from './http/pending-answers.ts';
import { readJson } from './http/read-body.ts';
import { sendBody, sendEnvelope } from './http/respond.ts';
import type { PictureThread } from './picture-thread.ts';
import type { Scratch } from './scratch.ts';
import type { Session, Sessions } from './sessions.ts';

export interface ApiDeps {
	readonly core: Core;
	readonly sessions: Sessions;
	readonly connections: Connections;
	readonly events: EventStream;
	readonly scratch: Scratch;
	readonly handOuts: HandOuts;
	readonly answers: PendingAnswers;
	/** Null: pages draw by themselves. */
	readonly pictures: PictureThread | null;
	readonly cookieName: string;
	readonly limits: ApiLimits;
}

export interface ApiLimits {
	readonly maxRequestBytes: number;
	/** A request that takes longer is answered later, so that it does not hold one of the browser's few connections. ms */
	readonly patienceMs: number;
	/** Whoever was not let in yet may take this long to say its ticket, however it is sent. ms */
	readonly entryMs: number;
}

export const API_LIMITS: ApiLimits = { maxRequestBytes: 32 * 1024 * 1024, patienceMs: 1_000, entryMs: 10_000 };

/** What the page sends beside its cookie. */
const KEY_HEADER = 'x-dataflare-key';

interface Asked {
	readonly request: IncomingMessage;
	readonly response: ServerResponse;
	readonly url: URL;
	readonly session: Session;
}

type Endpoint = (asked: Asked) => Promise<void>;

/** Every address below `/api/`: session first, then method, then the endpoint. */
export function createApi(
	deps: ApiDeps,
): (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> {
	const endpoints: Readonly<Record<string, readonly [method: string, endpoint: Endpoint]>> = {
		'/api/request': ['POST', (asked) => askCore(deps, asked)],
		'/api/answer': ['GET', (asked) => takeAnswer(deps, asked)],
		'/api/events': ['GET', (asked) => follow(deps, asked)],
		'/api/upload': ['POST', (asked) => upload(deps, asked)],
		'/api/scratch-output': ['POST', (asked) => makeOutput(deps, asked)],
		'/api/result': ['POST', (asked) => offerResult(deps, asked)],
	};
	return async (request, response, url) => {
		const method = request.method ?? '';
		if (url.pathname === '/api/session') {
			if (method !== 'POST') throw wrongMethod('POST');
			return enter(deps, request, response);
		}
		const handOut = /^\/api\/result\/([^/]+)$/.exec(url.pathname);
		if (handOut !== null) {
			if (method !== 'GET') throw wrongMethod('GET');
			return sendResult(deps, request, response, decode(handOut[1]));
		}
		const session = sessionOf(deps, request);
		const asked = { request, response, url, session };
		const result = /^\/api\/scratch\/([^/]+)\/([^/]+)$/.exec(url.pathname);
		if (result !== null) {
			if (method !== 'GET') throw wrongMethod('GET');
			return deps.scratch.send(session.id, decode(result[1]), decode(result[2]), response);
		}
		const found = Object.hasOwn(endpoints, url.pathname) ? endpoints[url.pathname] : undefined;
		if (found === undefined) throw new HttpError(404, 'not_found', 'There is no such address.');
		const [wanted, endpoint] = found;
		if (method !== wanted) throw wrongMethod(wanted);
		return endpoint(asked);
	};
}

/** What a page may call itself by before it is let in: as long as our own secrets, so that nobody guesses it. */
const CLAIM = /^[\w-]{43}$/;

/** Exchanges the ticket of the start address for a cookie and a key, and answers what the page asks first. */
async function enter(deps: ApiDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const timer = setTimeout(() => request.destroy(), deps.limits.entryMs);
	const body = await readJson(request, 4096).finally(() => clearTimeout(timer));
	const [ticket, claim] = [fieldOf(body, 'token'), fieldOf(body, 'claim') ?? null];
	if (claim !== null && !(typeof claim === 'string' && CLAIM.test(claim))) {
		throw new HttpError(400, 'invalid_input', 'The claim is not 256 bits in base64url.');
	}
	const questions = firstQuestionsOf(fieldOf(body, 'ask'));
	const admission = typeof ticket === 'string' ? deps.sessions.admit(ticket, claim) : null;
	if (admission === null) {
		throw new HttpError(403, 'permission_denied', 'This address has already been used, or has expired.', {
			hint: 'Start the program again, or press Enter in its terminal for a new address.',
		});
	}
	response.setHeader('set-cookie', `${deps.cookieName}=${admission.cookie}; Path=/api/; HttpOnly; SameSite=Strict`);
	// Read before the answers are made: what happens meanwhile is told to whoever listens from there on.
	const { lastId } = deps.events;
	const answers = await firstAnswers(deps.core, questions);
	const picture = await pictureOf(deps, fieldOf(body, 'view'), questions, answers);
	sendEnvelope(
		response,
		200,
		succeeded({
			key: admission.key,
			...(questions.length > 0 && { answers, lastId }),
			...(picture !== null && { picture }),
		}),
	);
}

/** Of the very answers that the page gets beside it; null where it has no use for one. */
async function pictureOf(
	{ pictures }: ApiDeps,
	said: unknown,
	questions: readonly FirstQuestion[],
	answers: readonly (Envelope<unknown> | null)[],
): Promise<Picture | null> {
	const view = pictureViewOf(said);
	if (view === null || pictures === null) return null;
	const told = questions.flatMap(({ route, input }, place) => {
		const answer = answers[place];
		return answer?.ok === true ? [{ route, input, data: answer.data }] : [];
	});
	return pictures.draw(view, told);
}

async function offerResult({ handOuts }: ApiDeps, { request, response }: Asked): Promise<void> {
	const asked = routes['results.open'].input.safeParse(await readJson(request, 256 * 1024));
	if (!asked.success) throw new HttpError(400, 'invalid_input', 'The request names no result.');
	// What is wrong with the result, not with the request, is told as every answer of the program's is.
	const offered = await handOuts.offer(asked.data.source).then(succeeded, failed);
	sendEnvelope(response, 200, offered);
}

/** A browser's own download: the page's cookie comes with it, and its key stands in the address, good once. */
async function sendResult(
	{ sessions, connections, handOuts, cookieName }: ApiDeps,
	request: IncomingMessage,
	response: ServerResponse,
	secret: string,
): Promise<void> {
	const cookie = cookieOf(request.headers.cookie ?? '', cookieName);
	if (cookie === null || !sessions.knows(cookie)) throw notLetIn();
	connections.know(request.socket);
	return handOuts.send(secret, response);
}

function notLetIn(): HttpError {
	return new HttpError(
		401,
		'permission_denied',
		'This page has no access, or the program has been restarted since it was opened.',
		{
			hint: 'Start the program again, or press Enter in its terminal for a new address.',
		},
	);
}

function sessionOf({ sessions, connections, cookieName }: ApiDeps, request: IncomingMessage): Session {
	const cookie = cookieOf(request.headers.cookie ?? '', cookieName);
	const key = request.headers[KEY_HEADER];
	const session = typeof key === 'string' && cookie !== null ? sessions.sessionOf(cookie, key) : null;
	if (session !== null) {
		connections.know(request.socket);
		return session;
	}
	throw notLetIn();
}

function cookieOf(header: string, name: string): string | null {
	const found = header.split(/; */).find((pair) => pair.startsWith(`${name}=`));
	return found === undefined ? null : found.slice(name.length + 1);
}

async function askCore(
	{ core, answers, events, limits }: ApiDeps,
	{ request, response, session }: Asked,
): Promise<void> {
	const body = await readJson(request, limits.maxRequestBytes);
	const route = fieldOf(body, 'route');
	if (typeof route !== 'string') throw new HttpError(400, 'invalid_input', 'The request names no route.');
	const answer = core.request(route as RouteName, (fieldOf(body, 'input') ?? {}) as RouteInput<RouteName>);
	const patience = new AbortController();
	const late = delay(limits.patienceMs, null, { signal: patience.signal }).catch(() => null);
	const soon = await Promise.race([answer, late]);
	patience.abort();
	if (soon !== null) return sendEnvelope(response, 200, soon);
	const pending = answers.keep(session.id, answer, (id) => events.send('answered', { id }));
	sendEnvelope(response, 202, succeeded({ pending }));
}

async function takeAnswer({ answers }: ApiDeps, { response, session, url }: Asked): Promise<void> {
	const id = url.searchParams.get('id') ?? '';
	const answer = answers.take(session.id, id);
	if (answer === 'unknown') throw new HttpError(404, 'not_found', 'There is no such answer.');
	if (answer === 'pending') sendEnvelope(response, 202, succeeded({ pending: id }));
	else sendBody(response, 200, answer);
}

async function follow({ events }: ApiDeps, { request, response }: Asked): Promise<void> {
	const lastSeen = request.headers['last-event-id'];
	if (!events.attach(response, Array.isArray(lastSeen) ? lastSeen[0] : lastSeen)) {
		throw new HttpError(503, 'conflict', 'Too many windows are open.', { hint: 'Close one of them.' });
	}
}

async function upload({ scratch }: ApiDeps, { request, response, session, url }: Asked): Promise<void> {
	const [drop, path] = [url.searchParams.get('drop'), url.searchParams.get('path') ?? ''];
	sendEnvelope(response, 200, succeeded(await scratch.receive(session.id, { drop, path }, request)));
}

async function makeOutput({ scratch }: ApiDeps, { request, response, session }: Asked): Promise<void> {
	const name = fieldOf(await readJson(request, 4096), 'name');
	if (typeof name !== 'string') throw new HttpError(400, 'invalid_input', 'The request names no file.');
	sendEnvelope(response, 200, succeeded(await scratch.output(session.id, name)));
}

function fieldOf(body: unknown, name: string): unknown {
	const isObject = typeof body === 'object' && body !== null && Object.hasOwn(body, name);
	return isObject ? (body as Readonly<Record<string, unknown>>)[name] : undefined;
}

function decode(segment = ''): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		throw new HttpError(400, 'invalid_input', 'The address is not well-formed.');
	}
}
