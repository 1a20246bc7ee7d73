import { connect, type NetConnectOpts } from 'node:net';
import { join } from 'node:path';

/** How long a display may take to answer. ms */
const ANSWER_MS = 2_000;
/** The X protocol's first words, of a client that has no secret: whatever the server says to it, it is there. */
const X11_HELLO = Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
/** `wl_display.get_registry`: the compositor answers with what it offers. */
const WAYLAND_HELLO = Buffer.from(new Uint32Array([1, (12 << 16) | 1, 2]).buffer);

type Environment = Readonly<Record<string, string | undefined>>;

/** Null: there is a display that answers. Linux names them in the environment, and goes on naming them when they are gone. */
export async function whyNoDisplay(env: Environment): Promise<string | null> {
	const [x11, wayland] = [env['DISPLAY'], env['WAYLAND_DISPLAY']];
	if (!x11 && !wayland) return 'there is no display';
	if (wayland && (await answers({ path: waylandSocket(wayland, env) }, WAYLAND_HELLO))) return null;
	if (!x11) return `the display ${wayland} does not answer`;
	for (const place of x11Sockets(x11)) if (await answers(place, X11_HELLO)) return null;
	return `the display ${[wayland, x11].filter(Boolean).join(' or ')} does not answer`;
}

function waylandSocket(name: string, env: Environment): string {
	return name.startsWith('/') ? name : join(env['XDG_RUNTIME_DIR'] ?? '/', name);
}

/** `:1`, `:1.0`, `unix:1`: a socket of this machine, with a file or without; `host:1`: a port of that one. */
function x11Sockets(display: string): readonly NetConnectOpts[] {
	const [, host = '', number = ''] = /^(.*):(\d+)(?:\.\d+)?$/.exec(display) ?? [];
	if (number === '') return display.startsWith('/') ? [{ path: display }] : [];
	const path = `/tmp/.X11-unix/X${number}`;
	if (host === '' || host === 'unix') return [{ path: `\0${path}` }, { path }];
	return [{ host: host.replace(/^tcp\//, ''), port: 6_000 + Number(number) }];
}

function answers(place: NetConnectOpts, hello: Buffer): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect({ ...place, timeout: ANSWER_MS });
		const end = (answer: boolean): void => {
			clearTimeout(late);
			socket.destroy();
			resolve(answer);
		};
		const late = setTimeout(() => end(false), ANSWER_MS);
		socket.once('connect', () => socket.write(hello));
		socket.once('data', () => end(true));
		for (const event of ['error', 'end', 'close'] as const) socket.once(event, () => end(false));
	});
}
