import type { GuestContext } from './host-side.ts';
import { randomness } from './randomness.ts';
import { GuestAbort } from './trap.ts';

/** Longest AssemblyScript string that is read, bytes. */
const MAX_STRING_BYTES = 16_384;
const utf16 = new TextDecoder('utf-16le');

/** AssemblyScript strings are UTF-16 with their length in bytes in the header, right before the text. */
function readString(context: GuestContext, pointer: number): string | null {
	const at = pointer >>> 0;
	const { memory } = context;
	if (memory === null || at < 4 || !memory.holds(at - 4, 4)) return null;
	const length = Math.min(memory.u32(at - 4), MAX_STRING_BYTES);
	const bytes = memory.copy(at, length & ~1);
	return bytes === null ? null : utf16.decode(bytes);
}

/** The three functions that every AssemblyScript module may import from `env`. */
export function createAssemblyScriptImports(context: GuestContext): Readonly<Record<string, unknown>> {
	return {
		abort(message: number, file: number, line: number, column: number) {
			const text = readString(context, message) ?? 'no message';
			const place = readString(context, file);
			throw new GuestAbort(place === null ? text : `${text} (${place}:${line >>> 0}:${column >>> 0})`);
		},
		/** Looked up for a guest that imports it alone (`wireImports`). */
		get seed() {
			const { draw } = randomness();
			return () => draw() * Number.MAX_SAFE_INTEGER;
		},
		trace(message: number, count: number, ...values: number[]) {
			const shown = values.slice(0, Math.max(0, Math.min(count, 5))).join(', ');
			context.host.log('trace', `${readString(context, message) ?? ''}${shown === '' ? '' : ` ${shown}`}`);
		},
	};
}
