import clsx from 'clsx';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preview } from '../../../../shared/run/preview.ts';
import { Section } from '../../../components/page.tsx';
import { LineWindow } from '../../../components/text/line-window.tsx';
import { prettyJson } from '../../../lib/json/read-records.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { type DiffRow, lineDiff } from './line-diff.ts';

const MAX_HEIGHT = 400;
/** Longer lines are cut, characters. */
const MAX_LINE = 2000;
/** Compared at most, characters of each. */
const MAX_TEXT = 256 * 1024;

/** What two texts that the runs kept have apart, line by line: for records, record by record. */
export function TextDifference({
	title,
	left,
	right,
}: {
	readonly title: string;
	readonly left: Preview | null;
	readonly right: Preview | null;
}) {
	const { t } = useTranslation('run');
	const format = useFormat();
	const [before, after] = useMemo(() => [linesOf(left), linesOf(right)], [left, right]);
	const diff = useMemo(() => lineDiff(before, after), [before, after]);
	const isBeginning = (left?.truncated ?? false) || (right?.truncated ?? false);
	const note = (): string => {
		if (left === null && right === null) return t('diff.none');
		if (diff === null) return t('diff.everything');
		if (diff.added === 0 && diff.removed === 0) return t(isBeginning ? 'diff.sameBeginning' : 'diff.same');
		return t(isBeginning ? 'diff.countsBeginning' : 'diff.counts', {
			removed: format.count(diff.removed),
			added: format.count(diff.added),
		});
	};
	return (
		<Section title={title}>
			<p
				className={clsx(
					(diff === null || diff.added + diff.removed > 0) && (left ?? right) !== null ? 'text-text' : 'text-muted',
				)}
			>
				{note()}
			</p>
			{diff !== null && diff.added + diff.removed > 0 && (
				<DiffRows rows={diff.rows} label={t('diff.label', { what: title })} />
			)}
		</Section>
	);
}

function linesOf(preview: Preview | null): string {
	if (preview === null) return '';
	const text = preview.text.slice(0, MAX_TEXT);
	return preview.form === 'text' && !preview.truncated ? (prettyJson(text) ?? text) : text;
}

function DiffRows({ rows, label }: { readonly rows: readonly DiffRow[]; readonly label: string }) {
	const { t } = useTranslation('run');
	const format = useFormat();
	return (
		<LineWindow count={rows.length} label={label} maxHeight={MAX_HEIGHT} framePx={2}>
			{(index) => {
				const row = rows[index];
				if (row === undefined) return null;
				if (row.kind !== 'gap') return <DiffLine kind={row.kind} text={row.text} />;
				return (
					<span className="block bg-sunken px-3 text-muted">
						{t('diff.gap', { count: row.count, text: format.count(row.count) })}
					</span>
				);
			}}
		</LineWindow>
	);
}

function DiffLine({ kind, text }: { readonly kind: 'same' | 'removed' | 'added'; readonly text: string }) {
	const { t } = useTranslation('run');
	const shown = plainText(text.length > MAX_LINE ? `${text.slice(0, MAX_LINE)}…` : text);
	if (kind === 'same') {
		return (
			<span className="block px-3 text-muted">
				{'  '}
				<bdi>{shown}</bdi>
			</span>
		);
	}
	const Changed = kind === 'added' ? 'ins' : 'del';
	return (
		<Changed
			className={clsx(
				'block px-3 no-underline',
				kind === 'added' ? 'bg-ok-soft text-ok' : 'bg-failed-soft text-failed',
			)}
		>
			<span aria-hidden>{kind === 'added' ? '+ ' : '− '}</span>
			<span className="sr-only">{t(`diff.${kind}`)} </span>
			<bdi>{shown}</bdi>
		</Changed>
	);
}
