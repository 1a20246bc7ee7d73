/** The child of the adapter contract as a process of its own. */
import { findPort } from '../../../src/sandbox/port.ts';
import { obey } from './contract-child.mts';

const port = findPort();
let pending = 0;
let exitCode: number | undefined;
let spinning = false;
const sent = (): void => {
	pending -= 1;
	if (pending > 0) return;
	if (exitCode !== undefined) process.exit(exitCode);
	while (spinning);
};
obey({
	post: (message) => {
		pending += 1;
		port?.postLast(message, sent);
	},
	onMessage: (listener) => port?.onMessage(listener),
	exit: (code) => {
		exitCode = code;
		if (pending === 0) process.exit(code);
	},
	spin: () => {
		spinning = true;
	},
	writeError: (text, done) => process.stderr.write(text, done),
});
port?.onClose(() => process.exit(0));
