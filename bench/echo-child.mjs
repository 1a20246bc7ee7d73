/** Gives every byte back as it comes, unread: the limit of the pipes between two Node processes. */
import { Socket } from 'node:net';

const output = new Socket({ fd: 4, readable: false, writable: true });
new Socket({ fd: 3, readable: true, writable: false })
	.on('data', (chunk) => output.write(chunk))
	.on('close', () => process.exit());
