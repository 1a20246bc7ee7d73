import type { IncomingMessage } from 'node:http';
import { overBudget } from '../../shared/json/json-cost.ts';
import { HttpError } from './http-error.ts';

/** What a request may be made of: the largest list of ids there is, and room. */
const MOST_VALUES = { values: 500_000, depth: 10_000 } as const;

/** Reads a JSON body of at most `maxBytes`. Rejects with `invalid_input` for what is too large or no JSON. */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
	if (request.headers['content-type']?.split(';')[0] !== 'application/json') {
		throw new HttpError(415, 'invalid_input', 'The request’s content type is not JSON.');
	}
	const bytes = await readBytes(request, maxBytes);
	const over = overBudget(bytes, { bytes: maxBytes, ...MOST_VALUES });
	if (over !== null) {
		throw new HttpError(413, 'invalid_input', 'The request’s body has more values than any request needs.', {
			hint: 'Send large data as one text, or name a file on this machine.',
		});
	}
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch {
		throw new HttpError(400, 'invalid_input', 'The request’s body is not valid JSON.');
	}
}

async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
	if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
	const chunks: Buffer[] = [];
	let size = 0;
	return new Promise((resolve, reject) => {
		request.on('data', (chunk: Buffer) => {
			size += chunk.length;
			if (size > maxBytes) {
				request.removeAllListeners('data');
				reject(tooLarge(maxBytes));
			} else chunks.push(chunk);
		});
		request.once('end', () => resolve(Buffer.concat(chunks)));
		request.once('error', reject);
		request.once('close', () => reject(new HttpError(400, 'invalid_input', 'The request ended before its body did.')));
	});
}

export function tooLarge(maxBytes: number): HttpError {
	return new HttpError(
		413,
		'invalid_input',
		`The request’s body is larger than ${Math.floor(maxBytes / 1_048_576)} MiB.`,
		{
			hint: 'Name a file on this machine instead of sending its content.',
		},
	);
}
