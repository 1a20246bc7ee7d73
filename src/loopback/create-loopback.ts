import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Core, openRunFolder } from '../core/index.ts';
import { eventNames } from '../shared/api/events.ts';
import { codeOf } from '../shared/errors/code-of.ts';
import { DataFlareError } from '../shared/errors/errors.ts';
import { because } from '../shared/errors/failure-reason.ts';
import { API_LIMITS, type ApiLimits, createApi } from './api.ts';
import { HandOuts } from './hand-outs.ts';
import { checkHead } from './http/check-head.ts';
import { CONNECTION_LIMITS, type ConnectionLimits, Connections, LOOK_EVERY_MS } from './http/connections.ts';
import { EventStream, STREAM_LIMITS, type StreamLimits } from './http/event-stream.ts';
import { PageFiles, type PageSource } from './http/page-files.ts';
import { PendingAnswers } from './http/pending-answers.ts';
import { sendHttpError, setSecurityHeaders } from './http/respond.ts';
import { PICTURE_LIMITS, type PictureLimits, PictureThread } from './picture-thread.ts';
import { SCRATCH_LIMITS, Scratch, type ScratchLimits } from './scratch.ts';
import { Sessions } from './sessions.ts';

export interface LoopbackOptions {
	readonly core: Core;
	/** The folder of the built page, or what answers in its place. */
	readonly rendererDir: string | PageSource;
	/** Where files that the browser hands over are kept while this runs. */
	readonly scratchDir: string;
	/** 0: any that is free. */
	readonly port: number;
	/** How long a start address is good for when nobody uses it; default 12 h. ms */
	readonly ticketLifetimeMs?: number;
	readonly limits?: Partial<ApiLimits & StreamLimits & ScratchLimits & ConnectionLimits & PictureLimits>;
}

export interface Loopback {
	readonly port: number;
	/** An address that lets one window in, once. The one before it is good no longer. */
	startUrl(): string;
	/** How many windows listen at this moment. */
	readonly readers: number;
	/** Ends every connection and removes what was handed over. Idempotent. */
	close(): Promise<void>;
}

const TICKET_LIFETIME_MS = 12 * 60 * 60 * 1000;

/**
 * The window's face for a browser: the built page and the engine's router on 127.0.0.1 alone. Rejects with
 * `configuration` when the port cannot be had or the page is not built.
 */
export async function createLoopback(options: LoopbackOptions): Promise<Loopback> {
	const { core } = options;
	const limits = {
		...API_LIMITS,
		...STREAM_LIMITS,
		...SCRATCH_LIMITS,
		...CONNECTION_LIMITS,
		...PICTURE_LIMITS,
		...options.limits,
	};
	const { rendererDir } = options;
	const page: PageSource = typeof rendererDir === 'string' ? new PageFiles(rendererDir) : rendererDir;
	const server = createServer({
		headersTimeout: 10_000,
		requestTimeout: 0,
		keepAliveTimeout: 5_000,
		connectionsCheckingInterval: LOOK_EVERY_MS,
	});
	const connections = new Connections(server, limits);
	const port = await listen(server, options.port);
	const folder = openRunFolder(options.scratchDir);
	const sessions = new Sessions(options.ticketLifetimeMs ?? TICKET_LIFETIME_MS);
	const events = new EventStream(limits);
	const scratch = new Scratch(folder.path, limits);
	const handOuts = new HandOuts(core);
	const answers = new PendingAnswers();
	const pictures =
		typeof rendererDir === 'string' ? new PictureThread(join(rendererDir, 'picture.mjs'), core, limits) : null;
	// Cookies of one host are shared by all its ports, so the name tells whose it is.
	const api = createApi({
		core,
		sessions,
		connections,
		events,
		scratch,
		handOuts,
		answers,
		pictures,
		cookieName: `dataflare-${port}`,
		limits,
	});
	const ends = eventNames.map((name) => core.on(name, (payload) => events.send(name, payload)));

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { url, isApi } = checkHead(request, port);
		if (isApi) await api(request, response, url);
		else await page.send(request, url.pathname, response);
	}
	server.on('request', (request, response) => {
		setSecurityHeaders(response);
		response.on('error', () => response.destroy());
		answer(request, response).catch((thrown: unknown) => sendHttpError(request, response, thrown));
	});
	// Offers that only this program's own page could make, and does not: nothing is ever switched to.
	server.on('upgrade', (_request, socket) => socket.destroy());

	let closing: Promise<void> | null = null;
	async function shutDown(): Promise<void> {
		for (const end of ends) end();
		events.close();
		const closed = once(server, 'close');
		server.close();
		server.closeAllConnections();
		connections.close();
		await closed;
		await scratch.settle();
		await handOuts.settle();
		await pictures?.end();
		await folder.close();
	}
	return {
		port,
		startUrl() {
			// Nobody comes any more.
			if (closing === null) pictures?.prepare();
			return `http://127.0.0.1:${port}/#start=${sessions.issueTicket()}`;
		},
		get readers() {
			return events.readers;
		},
		close() {
			closing ??= shutDown();
			return closing;
		},
	};
}

async function listen(server: Server, port: number): Promise<number> {
	try {
		server.listen({ host: '127.0.0.1', port, exclusive: true });
		await once(server, 'listening');
		return (server.address() as AddressInfo).port;
	} catch (error) {
		const system = String(codeOf(error));
		throw new DataFlareError('configuration', `Port ${port} of 127.0.0.1 cannot be used (${system}).`, {
			details: because('port_unusable', { port, system }),
			hint: 'Choose another port, or leave it out to use any free one.',
			cause: error,
		});
	}
}
