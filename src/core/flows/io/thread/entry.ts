/**
 * A thread that reads a flow's input, or encodes what it writes: the program itself does neither. Uses Node's own modules
 * alone; bundles to a standalone file.
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { CsvEncoding } from './csv-encoding.ts';
import type { EncodeStart, FromThread, ReadStart, ThreadStart, ToThread } from './messages.ts';
import { failureOf, RecordReading } from './read-records.ts';

function say(port: MessagePort, message: FromThread): void {
	const given = message.is === 'batch' ? [message.data.buffer as ArrayBuffer, message.ends.buffer as ArrayBuffer] : [];
	port.postMessage(message, given);
}

/** Reads as many batches as it is asked for, one after the other. */
async function read(port: MessagePort, start: ReadStart): Promise<void> {
	const log = (text: string): void => say(port, { is: 'log', text });
	let wanted = 0;
	let reading: RecordReading | null = null;
	let isWorking = true;
	const work = async (): Promise<void> => {
		isWorking = true;
		try {
			while (wanted > 0 && reading !== null) {
				wanted--;
				const message = await reading.next();
				if (message.is === 'end') reading = null;
				say(port, message);
			}
		} catch (error) {
			reading = null;
			say(port, failureOf(start.path, error));
		}
		isWorking = false;
	};
	port.on('message', (message: ToThread) => {
		if (message.to !== 'read') return;
		wanted++;
		if (!isWorking) void work();
	});
	try {
		reading = await RecordReading.open(start, log);
		say(port, { is: 'open', format: reading.format, isGzip: reading.isGzip });
	} catch (error) {
		say(port, failureOf(start.path, error));
	}
	await work();
}

/** Answers each message once, in their order. */
function encode(port: MessagePort, start: EncodeStart): void {
	const opening = CsvEncoding.open(start, (text) => say(port, { is: 'log', text }));
	let last: Promise<void> = Promise.resolve();
	port.on('message', (message: ToThread) => {
		last = last.then(async () => {
			try {
				const encoding = await opening;
				const data =
					message.to === 'encode' ? await encoding.write(message.records, message.count) : await encoding.flush();
				say(port, { is: 'encoded', data });
			} catch (error) {
				say(port, failureOf(start.path, error));
			}
		});
	});
	// Whoever asks first hears of it.
	opening.catch(() => undefined);
}

const port = parentPort;
if (port === null) throw new Error('This runs as a thread of the program.');
const start = workerData as ThreadStart;
if (start.work === 'read') void read(port, start);
else encode(port, start);
