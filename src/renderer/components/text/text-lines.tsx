import { useMemo } from 'react';
import { plainText } from '../../lib/text/plain-text.ts';
import { LineWindow } from './line-window.tsx';

/** Longer lines are broken here, characters: a text of one line is a list of pieces. */
const MAX_LINE = 400;
/** What is cut into lines at all, characters. */
const MAX_TEXT = 4 * 1024 * 1024;

/** Text of any length, of which only what is seen is drawn. Its height is what it needs, up to `maxHeight` px. */
export function TextLines({
	text,
	label,
	maxHeight = 320,
}: {
	readonly text: string;
	readonly label: string;
	readonly maxHeight?: number;
}) {
	const lines = useMemo(() => cutLines(text), [text]);
	return (
		<LineWindow count={lines.length} label={label} maxHeight={maxHeight} framePx={16} className="bg-sunken px-3 py-2">
			{(index) => <bdi>{plainText(lines[index] ?? '')}</bdi>}
		</LineWindow>
	);
}

function cutLines(text: string): readonly string[] {
	return text
		.slice(0, MAX_TEXT)
		.split('\n')
		.flatMap((line) => {
			if (line.length <= MAX_LINE) return [line];
			const pieces: string[] = [];
			for (let from = 0; from < line.length; from += MAX_LINE) pieces.push(line.slice(from, from + MAX_LINE));
			return pieces;
		});
}
