/** Bytes as text and back, for every browser that can open the window. Decoding throws where the text is neither. */

/** Bytes that are turned into characters at once: an argument list has bounds. */
const CHUNK = 8192;

export function toBase64(bytes: Uint8Array): string {
	let binary = '';
	for (let at = 0; at < bytes.length; at += CHUNK) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
	return btoa(binary);
}

export function fromBase64(text: string): Uint8Array {
	return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

export function toHex(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function fromHex(text: string): Uint8Array {
	if (text.length % 2 !== 0 || /[^0-9a-f]/i.test(text)) throw new SyntaxError('Not pairs of hexadecimal digits.');
	return Uint8Array.from({ length: text.length / 2 }, (_, index) =>
		Number.parseInt(text.slice(index * 2, index * 2 + 2), 16),
	);
}
