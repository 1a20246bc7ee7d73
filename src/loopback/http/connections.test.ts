import { connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { eventually } from '../../../test/support/scratch/scratch-core.ts';
import { send } from '../../../test/support/servers/loopback-client.ts';
import { loopbackGround } from '../../../test/support/servers/loopback-ground.ts';

const { start, visit } = loopbackGround();

const sockets: Socket[] = [];
afterEach(() => {
	for (const socket of sockets.splice(0)) socket.destroy();
});

/** A program of this machine without any secret: says `head`, then a byte now and then for as long as it may. */
async function stranger(port: number, head = '', drip = ''): Promise<Socket> {
	const socket = connect({ host: '127.0.0.1', port });
	sockets.push(socket);
	socket.on('error', () => {});
	socket.resume();
	await new Promise((connected) => socket.once('connect', connected));
	socket.write(head);
	const timer = setInterval(() => socket.write(drip), 50);
	socket.once('close', () => clearInterval(timer));
	return socket;
}

const session = (port: number): string =>
	`POST /api/session HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\norigin: http://127.0.0.1:${port}\r\n` +
	'content-type: application/json\r\ncontent-length: 4000\r\n\r\n';
const page = (port: number): string => `GET / HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-length: 4000\r\n\r\n`;

it.each([
	['says nothing', () => '', ''],
	['drips its head', (port: number) => `GET / HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nx: `, 'a'],
	['drips the body of its ticket', session, ' '],
	['drips a body behind its question for the page', page, ' '],
	['asks for the page again and again', (port: number) => `GET / HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`, ''],
])('a stranger that %s is gone when its time is over', async (_what, head, drip) => {
	const { port } = await start({ limits: { strangerMs: 300 } });
	const socket = await stranger(port, head(port), drip);
	await eventually(() => socket.destroyed);
});

it('a ticket that is said drop by drop is waited for no longer than it may take, although its connection is never silent', async () => {
	const { port } = await start({ limits: { entryMs: 300 } });
	const socket = await stranger(port, session(port), ' ');
	await eventually(() => socket.destroyed);
});

it('strangers take the place of the oldest of them, and none of a window that was let in', async () => {
	const { loopback, visitor } = await visit({ limits: { maxStrangers: 8, maxConnections: 64 } });
	await visitor.events();
	const crowd: Socket[] = [];
	for (let count = 0; count < 30; count++) crowd.push(await stranger(loopback.port));
	await eventually(() => crowd.filter((each) => !each.destroyed).length === 8);
	expect(crowd.slice(-8).every((each) => !each.destroyed)).toBe(true);
	expect(loopback.readers).toBe(1);
	expect((await send(loopback.port, '/')).status).toBe(200);
	expect((await visitor.post('/api/request', { route: 'plugins.list', input: {} })).status).toBe(200);
});

it('a window that was let in keeps its connection beyond the time of strangers', async () => {
	const { loopback, visitor } = await visit({ limits: { strangerMs: 300 } });
	await visitor.events();
	const bystander = await stranger(loopback.port);
	await eventually(() => bystander.destroyed);
	expect(loopback.readers).toBe(1);
});
