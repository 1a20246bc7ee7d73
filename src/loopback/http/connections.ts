import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export interface ConnectionLimits {
	/** Connections at once, of whomever. */
	readonly maxConnections: number;
	/** Connections at once that brought no request of a window that was let in; one more takes the place of the oldest. */
	readonly maxStrangers: number;
	/** How long a connection may last without having brought such a request, whatever it does meanwhile. ms */
	readonly strangerMs: number;
}

/** A window needs a dozen connections, and its page is there within a second. */
export const CONNECTION_LIMITS: ConnectionLimits = { maxConnections: 512, maxStrangers: 256, strangerMs: 20_000 };

/** How often connections are looked at that said nothing or too little. ms */
export const LOOK_EVERY_MS = 1_000;

/**
 * Keeps places for the windows that were let in: any program of the machine can connect, say nothing or drip, and none
 * of them may keep a window waiting for longer than its own time.
 */
export class Connections {
	/** Oldest first; ms of a steady clock. */
	readonly #strangers = new Map<Socket, number>();
	readonly #limits: ConnectionLimits;
	readonly #timer: NodeJS.Timeout;

	constructor(server: Server, limits: ConnectionLimits) {
		this.#limits = limits;
		server.maxConnections = limits.maxConnections;
		server.on('connection', (socket) => this.#meet(socket));
		this.#timer = setInterval(() => this.#endOld(), Math.min(LOOK_EVERY_MS, limits.strangerMs));
		this.#timer.unref();
	}

	/** The connection brought a request of a window that was let in: it lasts as long as the window wants it. */
	know(socket: Socket): void {
		this.#strangers.delete(socket);
	}

	close(): void {
		clearInterval(this.#timer);
	}

	#meet(socket: Socket): void {
		const [oldest] = this.#strangers.keys();
		if (oldest !== undefined && this.#strangers.size >= this.#limits.maxStrangers) oldest.destroy();
		this.#strangers.set(socket, performance.now());
		socket.once('close', () => this.#strangers.delete(socket));
	}

	#endOld(): void {
		const end = performance.now() - this.#limits.strangerMs;
		for (const [socket, since] of this.#strangers) {
			if (since > end) return;
			socket.destroy();
		}
	}
}
