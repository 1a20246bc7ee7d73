import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

/** Reads a JSON body of at most `maxBytes`. Rejects with `invalid_input` for what is too large or no JSON. */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
	if (request.headers['content-type']?.split(';')[0] !== 'application/json') {
		throw new Refusal(415, 'invalid_input', 'The request’s body is not said to be JSON.');
	}
	const bytes = await readBytes(request, maxBytes);
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch {
		throw new Refusal(400, 'invalid_input', 'The request’s body is not valid JSON.');
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
		request.once('close', () => reject(new Refusal(400, 'invalid_input', 'The request ended before its body did.')));
	});
}

export function tooLarge(maxBytes: number): Refusal {
	return new Refusal(
		413,
		'invalid_input',
		`The request’s body is larger than ${Math.floor(maxBytes / 1_048_576)} MiB.`,
		{
			hint: 'Name a file on this machine instead of sending its content.',
		},
	);
}
