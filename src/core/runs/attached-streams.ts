import { randomUUID } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { DataFlareError } from '../../shared/errors/errors.ts';
import type { AttachedStreams } from './run-deps.ts';

/** Streams that cannot cross a request (standard input, an upload) wait here under an id until the request takes them. */
export class WaitingStreams implements AttachedStreams {
	readonly #inputs = new Map<string, Readable>();
	readonly #outputs = new Map<string, Writable>();

	attachInput(stream: Readable): string {
		const id = randomUUID();
		this.#inputs.set(id, stream);
		return id;
	}

	attachOutput(stream: Writable): string {
		const id = randomUUID();
		this.#outputs.set(id, stream);
		return id;
	}

	takeInput(id: string): Readable {
		return take(this.#inputs, id, 'input');
	}

	takeOutput(id: string): Writable {
		return take(this.#outputs, id, 'output');
	}
}

function take<T>(waiting: Map<string, T>, id: string, what: string): T {
	const stream = waiting.get(id);
	waiting.delete(id);
	if (stream === undefined) throw new DataFlareError('invalid_input', `There is no ${what} stream "${id}".`);
	return stream;
}
