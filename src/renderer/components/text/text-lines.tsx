import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { plainText } from '../../lib/text/plain-text.ts';

const LINE_PX = 18;
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
	const scroller = useRef<HTMLElement>(null);
	const rows = useVirtualizer({
		count: lines.length,
		getScrollElement: () => scroller.current,
		estimateSize: () => LINE_PX,
		overscan: 8,
	});
	return (
		<section
			ref={scroller}
			aria-label={label}
			// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
			tabIndex={0}
			style={{ height: Math.min(maxHeight, lines.length * LINE_PX + 16) }}
			data-scrolls-across
			className="overflow-auto rounded-base border border-line bg-sunken px-3 py-2 font-mono text-small"
		>
			<div className="relative w-max min-w-full" style={{ height: rows.getTotalSize() }}>
				{rows.getVirtualItems().map(({ index, start }) => (
					<bdi
						key={index}
						className="absolute top-0 left-0 block h-[18px] leading-[18px] whitespace-pre"
						style={{ transform: `translateY(${start}px)` }}
					>
						{plainText(lines[index] ?? '')}
					</bdi>
				))}
			</div>
		</section>
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
