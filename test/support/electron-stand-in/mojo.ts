/** Messages between the stand-in's main process and its utility processes, cloned as Electron does. */
import v8 from 'node:v8';

/** What a utility process can tell: messages, and what Chromium believes of it without asking the system. */
export type FromChild =
	| { readonly kind: 'message'; readonly bytes: Uint8Array }
	| { readonly kind: 'error'; readonly location: string }
	| { readonly kind: 'exit'; readonly code: number };

/** V8's own serializer without Node's treatment of views: the whole memory behind each of them is written. */
export function encode(message: unknown): Uint8Array {
	const writer = new v8.Serializer();
	writer.writeHeader();
	writer.writeValue(message);
	return writer.releaseBuffer();
}

/** Null for what cannot be read, as Electron's. */
export function decode(bytes: Uint8Array): unknown {
	try {
		const reader = new v8.Deserializer(bytes);
		reader.readHeader();
		return reader.readValue();
	} catch {
		return null;
	}
}
