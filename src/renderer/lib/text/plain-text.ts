/**
 * Text from a plugin is data. Controls and bidirectional formatting characters could reorder or hide what a person reads
 * (Unicode TR 36 and TR 39, "Trojan Source" CVE-2021-42574): each is shown as its code point.
 */
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

export function plainText(text: string): string {
	return text.replace(unsafe, (char) => `⟨U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}
