interface Piece {
	readonly text: string;
	readonly isMarked: boolean;
	readonly at: number;
}

/** A name with the letters that fit set off. */
export function MarkedLabel({ text, marks }: { readonly text: string; readonly marks: ReadonlySet<number> }) {
	return (
		<bdi className="min-w-0 truncate">
			{piecesOf(text, marks).map(({ text: piece, isMarked, at }) =>
				isMarked ? (
					<mark key={at} className="bg-transparent font-semibold text-accent">
						{piece}
					</mark>
				) : (
					piece
				),
			)}
		</bdi>
	);
}

function piecesOf(text: string, marks: ReadonlySet<number>): readonly Piece[] {
	const pieces: Piece[] = [];
	// By code units, as the marks are counted.
	for (let at = 0; at < text.length; at++) {
		const isMarked = marks.has(at);
		const last = pieces.at(-1);
		if (last?.isMarked === isMarked) pieces[pieces.length - 1] = { ...last, text: last.text + text.charAt(at) };
		else pieces.push({ text: text.charAt(at), isMarked, at });
	}
	return pieces;
}
