// biome-ignore-all lint/a11y/useSemanticElements: a table's elements cannot be laid out as a window of rows
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the one focus and names the active cell
import clsx from 'clsx';
import { useTranslation } from 'react-i18next';
import type { ResultCell } from '../../../shared/run/result-table.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import type { PlacedColumn } from './column-widths.ts';

/** One value of a record; `before`: what its input has there, where that is shown beside it. */
export function Cell({
	id,
	place,
	column,
	cell,
	before,
	needle,
	isActive,
}: {
	readonly id: string;
	/** Of the column among those that are chosen. */
	readonly place: number;
	readonly column: PlacedColumn;
	readonly cell: ResultCell | null;
	/** Undefined: nothing is compared. */
	readonly before: ResultCell | null | undefined;
	/** In lower case; what is searched for is marked. */
	readonly needle: string;
	readonly isActive: boolean;
}) {
	const { t } = useTranslation('result');
	const isChanged = before !== undefined && !isSame(before, cell);
	return (
		<div
			id={id}
			role="gridcell"
			aria-colindex={place + 2}
			data-active-row={isActive || undefined}
			data-changed={isChanged || undefined}
			style={{ left: column.left, width: column.width }}
			className={clsx(
				'absolute inset-y-0 truncate px-2 leading-[27px] whitespace-pre',
				column.numeric && 'text-right tabular',
				isChanged && 'bg-attention-soft',
				isActive && 'group-focus/table:bg-selected',
			)}
		>
			<Text cell={cell} needle={needle} />
			{isChanged && (
				<>
					<span className="sr-only">{t('beside.was')}</span>
					<del className="ml-2 text-muted">
						<Text cell={before} needle="" />
					</del>
				</>
			)}
		</div>
	);
}

function Text({ cell, needle }: { readonly cell: ResultCell | null; readonly needle: string }) {
	const { t } = useTranslation('result');
	if (cell === null) return <span className="text-muted">{t('cell.missing')}</span>;
	// A line is a line: what would break it is drawn as a space.
	const text = plainText(cell.text).replaceAll(/[\t\n]/g, ' ') + (cell.cut ? '…' : '');
	const at = needle === '' ? -1 : text.toLowerCase().indexOf(needle);
	return (
		<bdi className={clsx((cell.kind === 'word' || cell.kind === 'inner') && 'font-mono text-small text-muted')}>
			{at === -1 ? (
				text
			) : (
				<>
					{text.slice(0, at)}
					<mark className="rounded-small bg-attention-soft text-attention">{text.slice(at, at + needle.length)}</mark>
					{text.slice(at + needle.length)}
				</>
			)}
		</bdi>
	);
}

function isSame(one: ResultCell | null, other: ResultCell | null): boolean {
	return one?.text === other?.text && one?.kind === other?.kind;
}
