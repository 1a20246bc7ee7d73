/** The one way out of this process: the channel to the parent that started it. */
export interface Port {
	post(message: unknown): void;
	/** Sends a last message and calls `done` when it is on its way. */
	postLast(message: unknown, done: () => void): void;
	onMessage(listener: (message: unknown) => void): void;
	/** The parent is gone, or has closed the channel. */
	onClose(listener: () => void): void;
}

/** The slice of Electron's `process.parentPort` that is used. */
interface ParentPort {
	postMessage(message: unknown): void;
	on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
	on(event: 'close', listener: () => void): void;
}

/** Time for Electron's message pipe to take the last message, ms. */
const LAST_WORDS_MS = 20;

/** Electron's utility process port, else the channel of `child_process.fork`; null where there is neither. */
export function findPort(): Port | null {
	const parentPort = (process as { readonly parentPort?: ParentPort }).parentPort;
	if (parentPort !== undefined && parentPort !== null) return utilityPort(parentPort);
	return process.send === undefined ? null : forkPort(process.send.bind(process));
}

function utilityPort(port: ParentPort): Port {
	return {
		post: (message) => port.postMessage(message),
		postLast(message, done) {
			port.postMessage(message);
			setTimeout(done, LAST_WORDS_MS);
		},
		onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
		onClose: (listener) => port.on('close', listener),
	};
}

function forkPort(send: NonNullable<typeof process.send>): Port {
	return {
		post: (message) => void send(message),
		postLast: (message, done) => void send(message, undefined, undefined, done),
		onMessage: (listener) => void process.on('message', listener),
		onClose: (listener) => void process.on('disconnect', listener),
	};
}
