import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TicketServer {
	/** Address of the first page. */
	readonly url: string;
	/** What a grant has to name for it. */
	readonly host: string;
	close(): void;
}

/** Serves NDJSON records as pages of JSON on 127.0.0.1, each with the address of the next one. */
export async function serveTickets(file: string, perPage: number): Promise<TicketServer> {
	const tickets = readFileSync(file, 'utf8')
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as unknown);
	const server = createServer((request, response) => {
		const page = Number(new URL(request.url ?? '/', 'http://localhost').searchParams.get('page') ?? '1');
		const data = tickets.slice((page - 1) * perPage, page * perPage);
		const next = page * perPage < tickets.length ? `/tickets?page=${page + 1}` : null;
		response.setHeader('content-type', 'application/json').end(JSON.stringify({ data, links: { next } }));
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		url: `${host}/tickets`,
		host,
		close() {
			server.close();
			server.closeAllConnections();
		},
	};
}
