import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw, createZstdDecompress } from 'node:zlib';
import { hostStatus } from '../../../../shared/host/abi.ts';
import { HostFailure } from '../../host-failure.ts';

const decoders: Readonly<Record<string, () => Transform>> = {
	gzip: createGunzip,
	'x-gzip': createGunzip,
	deflate: createInflate,
	br: createBrotliDecompress,
	zstd: createZstdDecompress,
};

/** What the client says it can decode. */
export const acceptedCodings = 'gzip, deflate, br';

/**
 * Reads a body to its end, decompressed. Bytes are counted as they come over the wire and as they are inflated, so that
 * neither an endless body nor a compressed bomb is ever held. Throws `tooLarge`.
 */
export async function readBody(
	body: Readable,
	coding: string | null,
	maxBytes: number,
	signal: AbortSignal,
): Promise<Buffer> {
	const chunks: Buffer[] = [];
	const collect = async (source: AsyncIterable<Buffer>): Promise<void> => {
		let bytes = 0;
		for await (const chunk of source) {
			bytes += chunk.byteLength;
			if (bytes > maxBytes) throw tooLarge(maxBytes);
			chunks.push(chunk);
		}
	};
	const decode = (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> => decoded(source, coding ?? '');
	if (coding === null) await pipeline(body, collect, { signal });
	else await pipeline(body, counting(maxBytes), decode, collect, { signal });
	return Buffer.concat(chunks);
}

/** The one coding to undo; null: none. Throws `io` for those that are unknown or stacked. */
export function codingOf(header: string | string[] | undefined): string | null {
	const coding = String(header ?? 'identity')
		.trim()
		.toLowerCase();
	if (coding === 'identity' || coding === '') return null;
	decoderOf(coding);
	return coding;
}

/**
 * `deflate` is zlib's format (RFC 9110, section 8.4.1.2), and many servers send what is inside of it alone; clients have
 * always taken both, told apart by the two bytes that zlib begins with. A body of nothing is nothing in every coding: an
 * answer without content may name one.
 */
async function* decoded(source: AsyncIterable<Buffer>, coding: string): AsyncGenerator<Buffer> {
	const pieces = source[Symbol.asyncIterator]();
	let head = Buffer.alloc(0);
	while (head.length < 2) {
		const { value, done } = await pieces.next();
		if (done === true) break;
		head = Buffer.concat([head, value]);
	}
	if (head.length === 0) return;
	async function* whole(): AsyncGenerator<Buffer> {
		yield head;
		yield* { [Symbol.asyncIterator]: () => pieces };
	}
	const isBare = coding === 'deflate' && !beginsAsZlib(head);
	const decoder = isBare ? createInflateRaw() : decoderOf(coding);
	const feeding = pipeline(whole(), decoder);
	// Told through the decoder, too.
	feeding.catch(() => undefined);
	yield* decoder;
	await feeding;
}

/** The method is deflate with a window of at most 32 KiB, and both bytes together are a multiple of 31 (RFC 1950). */
function beginsAsZlib(head: Buffer): boolean {
	const [method = 0, flags = 0] = head;
	return (method & 0x0f) === 8 && method >> 4 <= 7 && ((method << 8) | flags) % 31 === 0;
}

function decoderOf(coding: string): Transform {
	const create = Object.hasOwn(decoders, coding) ? decoders[coding] : undefined;
	if (create === undefined) throw new HostFailure(hostStatus.io, `The response is encoded as ${coding}.`);
	return create();
}

function counting(maxBytes: number): Transform {
	let bytes = 0;
	return new Transform({
		transform(chunk: Buffer, _encoding, done) {
			bytes += chunk.byteLength;
			if (bytes > maxBytes) done(tooLarge(maxBytes));
			else done(null, chunk);
		},
	});
}

function tooLarge(maxBytes: number): HostFailure {
	return new HostFailure(hostStatus.tooLarge, `The response is longer than ${maxBytes} bytes.`);
}
