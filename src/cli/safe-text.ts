/**
 * Characters that could steer a terminal or disguise text: C0 and C1 controls, and the bidirectional controls of
 * Unicode (UAX #9). What plugins say is data, so these are shown, not obeyed.
 */
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Text that is safe to print; tabs and line feeds stay. */
export function safeText(text: string): string {
	return text.replaceAll(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Safe text on one line. */
export function safeLine(text: string): string {
	return safeText(text).replaceAll(/[\t\n]+/g, ' ');
}
