import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Server as TcpServer } from 'node:net';
import { afterEach } from 'vitest';
import type { BrokerDeps } from '../../../src/core/broker/create-broker.ts';
import { type TestGuest, testGuest } from '../guests/broker-guest.ts';

/** What each test leaves running; ended after it. */
export const cleanups: Array<() => void> = [];
afterEach(() => {
	for (const clean of cleanups.splice(0)) clean();
});

export interface Serving {
	readonly port: number;
	readonly requests: IncomingMessage[];
	readonly url: (path?: string) => string;
}

export async function serve(listener: RequestListener): Promise<Serving> {
	const requests: IncomingMessage[] = [];
	const server = createServer((request, response) => {
		requests.push(request);
		listener(request, response);
	});
	const port = await listen(server);
	return { port, requests, url: (path = '/') => `http://127.0.0.1:${port}${path}` };
}

export async function listen(server: Server | TcpServer, host = '127.0.0.1'): Promise<number> {
	await new Promise<void>((resolve) => server.listen(0, host, resolve));
	cleanups.push(() => {
		server.close();
		if ('closeAllConnections' in server) server.closeAllConnections();
	});
	return (server.address() as AddressInfo).port;
}

export function guestFor(hosts: readonly string[], deps: Partial<BrokerDeps> = {}): TestGuest {
	const guest = testGuest({ allow_network: true, allowed_hosts: hosts }, deps);
	cleanups.push(() => guest.remove());
	return guest;
}
