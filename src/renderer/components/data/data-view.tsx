import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { prettyJson, readRecords } from '../../lib/json/read-records.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { Segmented } from '../controls/choices.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { TextLines } from '../text/text-lines.tsx';
import { RecordGrid } from './record-grid.tsx';

type View = 'table' | 'json' | 'raw';

/**
 * What went into or came out of a plugin: as a table where it is records, as indented JSON where it is JSON, and as it is.
 * However much it is, little is drawn.
 */
export function DataView({
	title,
	text,
	bytes,
	records,
	truncated = false,
	form = 'text',
	maxHeight = 320,
}: {
	/** What it is, as a heading and for the screen reader. */
	readonly title: string;
	readonly text: string;
	/** Of the whole, where the text is its beginning; null: that is not known. */
	readonly bytes: number | null;
	/** Records in the whole, where that is known. */
	readonly records?: number | undefined;
	readonly truncated?: boolean;
	readonly form?: 'text' | 'base64';
	readonly maxHeight?: number;
}) {
	const { t } = useTranslation();
	const format = useFormat();
	const isText = form === 'text';
	const table = useMemo(() => (isText ? readRecords(text, truncated) : null), [text, truncated, isText]);
	const json = useMemo(() => (isText ? prettyJson(text) : null), [text, isText]);
	const views: readonly View[] = [
		...(table === null ? [] : (['table'] as const)),
		...(json === null ? [] : (['json'] as const)),
		'raw',
	];
	/** How many of how many the table shows. */
	const recordsNote = (shown: number): string => {
		const text = format.count(shown);
		if (!truncated) return t('count.records', { count: shown, text });
		const isKnown = records !== undefined && records >= shown;
		return isKnown ? t('data.first', { text, all: format.count(records) }) : t('data.firstOnly', { text });
	};
	const [chosen, setChosen] = useState<View | null>(null);
	const preferred =
		table !== null && table.rows.length > 1 ? 'table' : (views.find((view) => view !== 'table') ?? 'raw');
	const view = chosen !== null && views.includes(chosen) ? chosen : preferred;
	return (
		<section className="flex min-w-0 flex-col gap-2">
			<header className="flex min-h-7 flex-wrap items-center gap-x-2 gap-y-1">
				<h3 className="font-medium">{title}</h3>
				<span className="mr-auto text-small text-muted">
					{noteOf([
						bytes !== null && t('data.size', { size: format.bytes(bytes) }),
						truncated && (view !== 'table' || table === null) && t('data.cut'),
						!isText && t('data.binary'),
						view === 'table' && table !== null && recordsNote(table.rows.length),
						view === 'table' &&
							table !== null &&
							table.hidden > 0 &&
							t('data.hidden', { text: format.count(table.hidden) }),
					])}
				</span>
				{views.length > 1 && (
					<Segmented<View>
						label={t('data.view', { what: title })}
						value={view}
						options={views.map((value) => ({ value, label: t(`data.${value}`) }))}
						onChange={(next) => setChosen(next)}
					/>
				)}
				<CopyButton text={text} label={t('data.copy', { what: title })} />
			</header>
			{view === 'table' && table !== null ? (
				<RecordGrid table={table} label={title} maxHeight={maxHeight} />
			) : (
				<TextLines text={view === 'json' && json !== null ? json : text} label={title} maxHeight={maxHeight} />
			)}
		</section>
	);
}

function noteOf(parts: readonly (string | false)[]): ReactNode {
	return parts.filter((part) => part !== false).join(' · ');
}
