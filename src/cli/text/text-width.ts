import textWidth from 'string-width';

export { textWidth };

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export function padText(text: string, width: number, align: 'left' | 'right'): string {
	const room = ' '.repeat(Math.max(0, width - textWidth(text)));
	return align === 'left' ? text + room : room + text;
}

/**
 * Breaks one line, without controls, at spaces; a word that does not fit by itself is broken where the room ends, never
 * within what a person sees as one character. What it begins with, spaces, stays before its first word where half of the
 * room is enough for them. `width` is at least 2.
 */
export function wrapText(text: string, width: number): readonly string[] {
	const lines: string[] = [];
	const words = text.replace(/^ +/, '');
	const indent = text.slice(0, text.length - words.length);
	if (indent.length > 0 && words !== '' && indent.length <= width / 2) {
		const [first = '', ...rest] = wrapText(words, width - indent.length);
		const others = words.slice(first.length).replace(/^ +/, '');
		return rest.length === 0 ? [indent + first] : [indent + first, ...wrapText(others, width)];
	}
	let line = '';
	for (const word of text.split(' ')) {
		const joined = line === '' ? word : `${line} ${word}`;
		if (textWidth(joined) <= width) {
			line = joined;
			continue;
		}
		if (line !== '') lines.push(line);
		line = '';
		let room = width;
		for (const { segment } of graphemes.segment(word)) {
			const taken = textWidth(segment);
			if (taken > room) {
				lines.push(line);
				line = '';
				room = width;
			}
			line += segment;
			room -= taken;
		}
	}
	lines.push(line);
	return lines;
}
