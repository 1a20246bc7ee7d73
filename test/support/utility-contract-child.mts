/** The child of the adapter contract as one of Electron's utility processes. */
import { obey } from './contract-child.mts';

interface ParentPort {
	postMessage(message: unknown): void;
	on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** Time for the channel to take what was posted. ms */
const SETTLE_MS = 100;
const port = (process as unknown as { readonly parentPort: ParentPort }).parentPort;
/** From the order on nothing is answered; the loop itself begins once the last message has left. */
let spins = false;

obey({
	post: (message) => port.postMessage(message),
	onMessage: (listener) =>
		port.on('message', ({ data }) => {
			if (!spins) listener(data);
		}),
	exit: (code) => void setTimeout(() => process.exit(code), SETTLE_MS),
	spin: () => {
		spins = true;
		setTimeout(() => {
			while (spins);
		}, SETTLE_MS);
	},
	writeError: (text, done) => process.stderr.write(text, done),
});
