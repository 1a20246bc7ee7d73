/**
 * A thread that reads one result. The program opened the file, so that names mean the same here and there, and ends the
 * thread when nobody looks any more. Uses Node's own modules alone; bundles to a standalone file.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { ReaderQuestion, ReaderReply, ReaderStart, UnpackTrouble } from '../reader/messages.ts';
import { ResultReader } from '../reader/result-reader.ts';
import { PackedReader } from './packed-reader.ts';
import { UnpackFailure } from './unpack.ts';

const port = parentPort;
if (port === null) throw new Error('This runs as a thread of the program.');

const start = workerData as ReaderStart;
let reader: ResultReader | null = null;
let packed: PackedReader | null = null;
let isWorking = false;

/** In parts, so that what is asked meanwhile is answered between them. */
function work(): void {
	isWorking = reader?.work() === true;
	if (isWorking) setImmediate(work);
}

function goOn(): void {
	if (isWorking) return;
	isWorking = true;
	setImmediate(work);
}

function answer(question: ReaderQuestion): unknown {
	if (reader === null && start.unpackTo !== null) {
		packed ??= new PackedReader({ ...start, unpackTo: start.unpackTo }, (whole) => {
			reader = whole;
			goOn();
		});
		return packed.answer(question);
	}
	reader ??= new ResultReader(start);
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
	const reply = (
		rest: { readonly data: unknown } | { readonly error: string; readonly trouble: UnpackTrouble | null },
	): void => port.postMessage({ id, ...rest } satisfies ReaderReply);
	try {
		reply({ data: answer(question) });
	} catch (error) {
		const trouble = error instanceof UnpackFailure ? error.trouble : null;
		reply({ error: error instanceof Error ? error.message : String(error), trouble });
	}
	goOn();
});
