/** The child of the adapter contract as one of Electron's utility processes, with the port that sandboxes use there. */
import { findPort } from '../../../src/sandbox/port.ts';
import { obey } from './contract-child.mts';

/** Time for the parent to read what was posted: an exit would overtake it. ms */
const SETTLE_MS = 300;
const port = findPort();
if (port === null) throw new Error('this is no utility process');
/** From the order on nothing is answered; the loop itself begins once the last message has left. */
let spins = false;

obey({
	post: (message) => port.post(message),
	onMessage: (listener) =>
		port.onMessage((message) => {
			if (!spins) listener(message);
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
