import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { Envelope } from '../../../src/shared/errors/result.ts';

export interface Answer {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly text: string;
	envelope(): Envelope<unknown>;
}

export interface Sent {
	readonly method?: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string | Uint8Array;
}

/** Speaks HTTP word by word: any Host, any Origin, any path as it is written. */
export async function send(
	port: number,
	path: string,
	{ method = 'GET', headers = {}, body }: Sent = {},
): Promise<Answer> {
	const response = await open(port, path, { method, headers, ...(body === undefined ? {} : { body }) });
	const chunks: Buffer[] = [];
	for await (const chunk of response) chunks.push(chunk as Buffer);
	const text = Buffer.concat(chunks).toString('utf8');
	return {
		status: response.statusCode ?? 0,
		headers: response.headers,
		text,
		envelope: () => JSON.parse(text) as Envelope<unknown>,
	};
}

export function open(
	port: number,
	path: string,
	{ method = 'GET', headers = {}, body }: Sent = {},
): Promise<IncomingMessage> {
	return new Promise((resolve, reject) => {
		const request = httpRequest(
			{ host: '127.0.0.1', port, path, method, headers: { ...headers }, agent: false },
			resolve,
		);
		request.on('error', reject);
		request.end(body);
	});
}

/** A window that was let in. */
export interface Visitor {
	readonly headers: Readonly<Record<string, string>>;
	post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
	get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
	upload(query: string, body: string | Uint8Array): Promise<Answer>;
	events(lastEventId?: string): Promise<EventReader>;
}

export function tokenOf(startUrl: string): string {
	return new URL(startUrl).hash.replace('#start=', '');
}

/** `more`: what the page says beside its token. */
export function exchange(
	port: number,
	token: string,
	headers: Readonly<Record<string, string>> = {},
	more: object = {},
): Promise<Answer> {
	return send(port, '/api/session', {
		method: 'POST',
		headers: { origin: `http://127.0.0.1:${port}`, 'content-type': 'application/json', ...headers },
		body: JSON.stringify({ token, ...more }),
	});
}

export async function enter(port: number, startUrl: string): Promise<Visitor> {
	const answer = await exchange(port, tokenOf(startUrl));
	const envelope = answer.envelope();
	if (!envelope.ok) throw new Error(envelope.error.message);
	return visitorOf(port, answer);
}

/** Whom that answer let in. */
export function visitorOf(port: number, answer: Answer): Visitor {
	const { data } = answer.envelope() as { readonly data?: { readonly key: string } };
	const headers = {
		cookie: answer.headers['set-cookie']?.[0]?.split(';')[0] ?? '',
		'x-dataflare-key': data?.key ?? '',
		origin: `http://127.0.0.1:${port}`,
	};
	return {
		headers,
		post: (path, body, more = {}) =>
			send(port, path, {
				method: 'POST',
				headers: { ...headers, 'content-type': 'application/json', ...more },
				body: JSON.stringify(body),
			}),
		get: (path, more = {}) => send(port, path, { headers: { ...headers, ...more } }),
		upload: (query, body) => send(port, `/api/upload?${query}`, { method: 'POST', headers, body }),
		events: async (lastEventId) =>
			new EventReader(
				await open(port, '/api/events', {
					headers: { ...headers, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) },
				}),
			),
	};
}

interface SeenEvent {
	readonly id: string;
	readonly name: string;
	readonly data: unknown;
}

/** Reads server-sent events as they come. */
class EventReader {
	readonly response: IncomingMessage;
	readonly seen: SeenEvent[] = [];
	readonly closed: Promise<void>;
	heartbeats = 0;
	#wake: () => void = () => {};
	#rest = '';

	constructor(response: IncomingMessage) {
		this.response = response;
		this.closed = new Promise((resolve) => response.once('close', () => resolve()));
		response.on('error', () => {});
		response.setEncoding('utf8').on('data', (text: string) => this.#take(text));
	}

	async until(count: number): Promise<readonly SeenEvent[]> {
		while (this.seen.length < count) {
			await new Promise<void>((resolve) => {
				this.#wake = resolve;
			});
		}
		return this.seen;
	}

	end(): void {
		this.response.destroy();
	}

	#take(text: string): void {
		const blocks = (this.#rest + text).split('\n\n');
		this.#rest = blocks.pop() ?? '';
		for (const block of blocks) {
			const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
			if (block.startsWith(':')) this.heartbeats += 1;
			else this.seen.push({ id: field('id'), name: field('event'), data: JSON.parse(field('data')) });
		}
		this.#wake();
	}
}
