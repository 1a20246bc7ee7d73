/** Runs in a child process: makes it look like one of Electron's utility processes, then loads the entry. */
import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';

const send = process.send?.bind(process);
const [, , entry = '', ...args] = process.argv;
const port = new EventEmitter();

Object.defineProperty(process, 'send', { value: undefined });
Object.defineProperty(process, 'parentPort', {
	value: Object.assign(port, { postMessage: (message: unknown) => void send?.(message) }),
});
// As in Electron, each message has memory of its own; Node's channel lets those that arrive together share theirs.
process.on('message', (data) => port.emit('message', { data: structuredClone(data), ports: [] }));
process.on('disconnect', () => port.emit('close'));
process.argv.splice(1, Number.POSITIVE_INFINITY, entry, ...args);
await import(pathToFileURL(entry).href);
