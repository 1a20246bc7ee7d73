/** Gives back what comes, unread: whole messages, or with `bytes` the chunks of the pipe as they are. */
import { Socket } from 'node:net';
import { findPort } from '../../src/sandbox/port.ts';
import { SANDBOX_INPUT_FD, SANDBOX_OUTPUT_FD } from '../../src/shared/sandbox/byte-channel.ts';

if (process.argv[2] === 'bytes') {
	const output = new Socket({ fd: SANDBOX_OUTPUT_FD, readable: false, writable: true });
	new Socket({ fd: SANDBOX_INPUT_FD, readable: true, writable: false })
		.on('data', (chunk) => output.write(chunk))
		.on('close', () => process.exit());
} else {
	const port = findPort();
	port?.onMessage((message) => port.post(message));
	port?.onClose(() => process.exit());
}
