const wide =
	/[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const unseen = /^(?:\p{M}|[\u200b-\u200d])$/u;

/** How many columns of a terminal a character takes: 2 for wide ones (UAX #11), 0 for marks that join the one before. */
function characterWidth(character: string): number {
	if (unseen.test(character)) return 0;
	return wide.test(character) ? 2 : 1;
}

/** How many columns of a terminal one line of text takes; the text holds no controls. */
export function textWidth(text: string): number {
	let width = 0;
	for (const character of text) width += characterWidth(character);
	return width;
}

export function padText(text: string, width: number, align: 'left' | 'right'): string {
	const room = ' '.repeat(Math.max(0, width - textWidth(text)));
	return align === 'left' ? text + room : room + text;
}

/** Breaks one line at spaces; a word that does not fit by itself is broken where the room ends. `width` is at least 2. */
export function wrapText(text: string, width: number): readonly string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		const joined = line === '' ? word : `${line} ${word}`;
		if (textWidth(joined) <= width) {
			line = joined;
			continue;
		}
		if (line !== '') lines.push(line);
		line = '';
		for (const character of word) {
			if (textWidth(line) + characterWidth(character) > width) {
				lines.push(line);
				line = '';
			}
			line += character;
		}
	}
	lines.push(line);
	return lines;
}
