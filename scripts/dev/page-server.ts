import { randomBytes } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { createServer, type Plugin } from 'vite';
import { developmentPolicy } from './development-policy.ts';
import type { Gate } from './gate.ts';

export interface PageServer {
	/** On 127.0.0.1. */
	readonly port: number;
	/** How many pages have listened for changes until now. */
	readonly pagesSeen: number;
	/** Lets the page that is open go on with an engine that was started anew; false: none is open. */
	enter(startUrl: string): boolean;
	close(): Promise<void>;
}

const ENTER = 'dataflare:enter';
const entering = 'virtual:dataflare-enter';

/**
 * Vite's own server of the page's sources: a change of one of them is drawn without a reload. It says with each answer
 * what the page may load; whoever hands its answers on hands that on. `root`: the checkout.
 */
export async function startPageServer(root: string, gate: Gate): Promise<PageServer> {
	const server = createHttpServer();
	const port = await listen(server);
	const nonce = randomBytes(18).toString('base64url');
	const vite = await createServer({
		configFile: false,
		root: join(root, 'src/renderer'),
		cacheDir: join(root, '.tmp/vite'),
		logLevel: 'warn',
		clearScreen: false,
		plugins: [react(), tailwindcss(), goingOn(gate)],
		html: { cspNonce: nonce },
		server: {
			middlewareMode: true,
			cors: false,
			headers: { 'content-security-policy': developmentPolicy({ port, nonce }) },
			// The page has another origin than this server, which tells it of changes.
			hmr: { server, host: '127.0.0.1', clientPort: port },
			fs: { allow: [root, realpathSync(join(root, 'node_modules'))] },
			warmup: { clientFiles: ['./main.tsx'] },
		},
	});
	server.on('request', vite.middlewares);
	let pagesSeen = 0;
	vite.ws.on('connection', () => {
		pagesSeen += 1;
	});
	return {
		port,
		get pagesSeen() {
			return pagesSeen;
		},
		enter(startUrl) {
			vite.ws.send(ENTER, { hash: new URL(startUrl).hash });
			return vite.ws.clients.size > 0;
		},
		async close() {
			server.close();
			await vite.close();
			server.closeAllConnections();
		},
	};
}

/** The page's side of `enter`; and no change is told of while there is no engine to fetch it through. */
function goingOn(gate: Gate): Plugin {
	return {
		name: 'dataflare-going-on',
		// The other environments, of which none is used, would be told of the same change later.
		applyToEnvironment: ({ name }) => name === 'client',
		resolveId: (id) => (id === entering ? `\0${entering}` : null),
		load: (id) =>
			id === `\0${entering}` ? `import.meta.hot.on('${ENTER}', ({ hash }) => { location.hash = hash; });` : null,
		transformIndexHtml: () => [
			{ tag: 'script', attrs: { type: 'module', src: `/@id/__x00__${entering}` }, injectTo: 'head' },
		],
		hotUpdate: async ({ file }) => {
			await gate.passed(file);
		},
	};
}

/** Of 127.0.0.1, on any port that is free: Vite writes it into the page, so it has to be known before. */
async function listen(server: Server): Promise<number> {
	server.listen(0, '127.0.0.1');
	await new Promise((listening) => server.once('listening', listening));
	return (server.address() as AddressInfo).port;
}
