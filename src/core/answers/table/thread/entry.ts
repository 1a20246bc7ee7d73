/**
 * A thread that reads one result. The program opened the file, so that names mean the same here and there, and ends the
 * thread when nobody looks any more. Uses Node's own modules alone; bundles to a standalone file.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { ReaderQuestion, ReaderReply, ReaderStart } from './messages.ts';
import { ResultReader } from './result-reader.ts';

const port = parentPort;
if (port === null) throw new Error('This runs as a thread of the program.');

let reader: ResultReader | null = null;
let isWorking = false;

/** In parts, so that what is asked meanwhile is answered between them. */
function work(): void {
	isWorking = reader?.work() === true;
	if (isWorking) setImmediate(work);
}

function answer(question: ReaderQuestion): unknown {
	reader ??= new ResultReader(workerData as ReaderStart);
	switch (question.ask) {
		case 'state':
			return reader.state();
		case 'rows':
			return reader.rows(question.rows);
		case 'record':
			return reader.record(question.row);
		case 'view':
			reader.ask(question.query);
			return reader.state();
		case 'ids':
			return reader.ids(question.names);
		case 'places':
			return reader.placesOf(question.column, question.values);
	}
}

port.on('message', ({ id, question }: { readonly id: number; readonly question: ReaderQuestion }) => {
	const reply = (rest: { readonly data: unknown } | { readonly error: string }): void =>
		port.postMessage({ id, ...rest } satisfies ReaderReply);
	try {
		reply({ data: answer(question) });
	} catch (error) {
		reply({ error: error instanceof Error ? error.message : String(error) });
	}
	if (isWorking) return;
	isWorking = true;
	setImmediate(work);
});
