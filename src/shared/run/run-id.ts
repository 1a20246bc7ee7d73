/** Node and the browser both have it; the types that this zone sees name neither. */
declare const crypto: { getRandomValues(bytes: Uint8Array): Uint8Array };

/** An id for a run that is about to be asked for, so that it can be followed and cancelled at once: 12 hexadecimal digits. */
export function newRunId(): string {
	return [...crypto.getRandomValues(new Uint8Array(6))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
