/** Controls and formatting characters could reorder or hide what a person reads: each is shown as its code point. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text that a plugin may have had a hand in as one line of at most so many characters, for what the system draws. */
export function shortLine(text: string, limit: number): string {
	// Cut first: how much is looked at is not for a plugin to say.
	const line = text
		.slice(0, limit * 2)
		.replaceAll(/\s+/g, ' ')
		.trim();
	const plain = line.replace(unseen, (char) => `⟨U+${code(char)}⟩`);
	const chars = Array.from(plain);
	return chars.length <= limit && text.length <= limit * 2 ? plain : `${chars.slice(0, limit - 1).join('')}…`;
}

/** On Linux the text of a notification is markup: links, pictures. Elsewhere it is text. */
export function asMarkup(text: string, platform: NodeJS.Platform = process.platform): string {
	return platform === 'linux' ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') : text;
}

function code(char: string): string {
	return (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
