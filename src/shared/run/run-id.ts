/** Node and the browser both have it; the types that this zone sees name neither. */
declare const crypto: { getRandomValues(bytes: Uint8Array): Uint8Array };

const ID_BYTES = 6;

/** Asking for a few random bytes costs as much as asking for many. */
const drawn = new Uint8Array(64 * ID_BYTES);
let used = drawn.length;

/** An id for a run that is about to be asked for, so that it can be followed and cancelled at once: 12 hexadecimal digits. */
export function newRunId(): string {
	if (used === drawn.length) {
		crypto.getRandomValues(drawn);
		used = 0;
	}
	let id = '';
	for (const end = used + ID_BYTES; used < end; used++) id += (drawn[used] as number).toString(16).padStart(2, '0');
	return id;
}
