import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { whyNoDisplay } from './displays.ts';

const servers: Server[] = [];
const folders: string[] = [];

afterEach(() => {
	for (const server of servers.splice(0)) server.close();
	for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A socket in a folder of its own; one that `speaks` answers whatever it is told. */
async function socket(speaks: boolean): Promise<{ readonly folder: string; readonly path: string }> {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-display-'));
	folders.push(folder);
	const path = join(folder, 'wayland-7');
	const server = createServer((client) => {
		client.on('error', () => undefined);
		if (speaks) client.once('data', () => client.end('here'));
	}).listen(path);
	servers.push(server);
	await new Promise((resolve) => server.once('listening', resolve));
	return { folder, path };
}

describe.runIf(process.platform === 'linux')('a display', () => {
	it('that nobody names is none', async () => {
		expect(await whyNoDisplay({})).toBe('there is no display');
		expect(await whyNoDisplay({ DISPLAY: '', WAYLAND_DISPLAY: '' })).toBe('there is no display');
	});

	it('that answers is one, by its name or its path', async () => {
		const { folder, path } = await socket(true);
		expect(await whyNoDisplay({ WAYLAND_DISPLAY: 'wayland-7', XDG_RUNTIME_DIR: folder })).toBeNull();
		expect(await whyNoDisplay({ WAYLAND_DISPLAY: path })).toBeNull();
		expect(await whyNoDisplay({ DISPLAY: path })).toBeNull();
	});

	it.each([
		[{ DISPLAY: ':987' }, ':987'],
		[{ DISPLAY: 'unix:987.0' }, 'unix:987.0'],
		[{ DISPLAY: '127.0.0.1:59000' }, '127.0.0.1:59000'],
		[{ DISPLAY: 'nonsense' }, 'nonsense'],
		[{ WAYLAND_DISPLAY: 'wayland-987', XDG_RUNTIME_DIR: '/nowhere' }, 'wayland-987'],
		[{ WAYLAND_DISPLAY: 'wayland-987', DISPLAY: ':987' }, 'wayland-987 or :987'],
	])('that is named and not there is told by its name: %o', async (env, name) => {
		expect(await whyNoDisplay(env)).toBe(`the display ${name} does not answer`);
	});

	it('that takes connections and says nothing is none', async () => {
		const { path } = await socket(false);
		expect(await whyNoDisplay({ WAYLAND_DISPLAY: path })).toContain('does not answer');
	});

	it('that is the second choice is enough', async () => {
		const { path } = await socket(true);
		expect(await whyNoDisplay({ WAYLAND_DISPLAY: 'gone', XDG_RUNTIME_DIR: '/nowhere', DISPLAY: path })).toBeNull();
	});
});
