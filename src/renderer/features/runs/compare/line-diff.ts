import { diffLines } from 'diff';

export type DiffRow =
	| { readonly kind: 'same' | 'removed' | 'added'; readonly text: string }
	/** Equal lines that are left out. */
	| { readonly kind: 'gap'; readonly count: number };

interface LineDiff {
	readonly rows: readonly DiffRow[];
	readonly removed: number;
	readonly added: number;
}

/** Equal lines around a difference. */
const CONTEXT = 3;
/** Longer than this it is not waited for, ms. */
const TIMEOUT_MS = 250;

/** Line by line what one text has and the other has not. Null: they differ in so much that it says nothing. */
export function lineDiff(before: string, after: string): LineDiff | null {
	const changes = diffLines(ended(before), ended(after), { timeout: TIMEOUT_MS });
	if (changes === undefined) return null;
	const rows = changes.flatMap(({ value, added, removed }): readonly DiffRow[] => {
		const kind = added ? 'added' : removed ? 'removed' : 'same';
		return value
			.replace(/\n$/, '')
			.split('\n')
			.map((text) => ({ kind, text }));
	});
	return {
		rows: withoutFarLines(rows),
		removed: rows.filter(({ kind }) => kind === 'removed').length,
		added: rows.filter(({ kind }) => kind === 'added').length,
	};
}

/** A last line without its line feed is the same line. */
function ended(text: string): string {
	return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function withoutFarLines(rows: readonly DiffRow[]): readonly DiffRow[] {
	const near = new Set<number>();
	for (const [index, { kind }] of rows.entries()) {
		if (kind === 'same') continue;
		for (let other = index - CONTEXT; other <= index + CONTEXT; other += 1) near.add(other);
	}
	const kept: DiffRow[] = [];
	let skipped = 0;
	const close = (): void => {
		if (skipped > 0) kept.push({ kind: 'gap', count: skipped });
		skipped = 0;
	};
	for (const [index, row] of rows.entries()) {
		if (near.has(index)) {
			close();
			kept.push(row);
		} else skipped += 1;
	}
	close();
	return kept;
}
