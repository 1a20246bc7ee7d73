import clsx from 'clsx';
import { Equal, EqualNot } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ErrorCode } from '../../../../shared/errors/errors.ts';
import type { RunDetail, RunStatus } from '../../../../shared/run/run.ts';
import { DataTable } from '../../../components/data/data-table.tsx';
import { Section } from '../../../components/page.tsx';
import { RunStatusLabel } from '../../../components/status.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { type CompareRow, compareRuns } from './compare.ts';

/** Within this part of each other, two times are as good as equal. */
const CLOSE = 0.05;

export function CompareTable({
	left,
	right,
	onlyDifferent,
}: {
	readonly left: RunDetail;
	readonly right: RunDetail;
	readonly onlyDifferent: boolean;
}) {
	const { t } = useTranslation('run');
	const groups = compareRuns(left, right)
		.map(({ group, rows }) => ({ group, rows: onlyDifferent ? rows.filter(({ same }) => !same) : rows }))
		.filter(({ rows }) => rows.length > 0);
	if (groups.length === 0) return <p className="text-muted">{t('compare.nothing')}</p>;
	return groups.map(({ group, rows }) => (
		<Section key={group} title={t(`compare.group.${group}`)}>
			<div className="overflow-hidden rounded-base border border-line">
				<DataTable
					label={t(`compare.group.${group}`)}
					className="table-fixed"
					headClassName="h-7 bg-sunken"
					heads={[
						{ text: t('compare.property'), className: 'w-[26%] px-3' },
						{ text: t('compare.left'), className: 'px-3' },
						{ text: t('compare.right'), className: 'px-3' },
						{ text: t('compare.difference'), className: 'w-40 px-3' },
					]}
				>
					{rows.map((row) => (
						<Row key={`${row.key}/${row.plugin ?? ''}`} row={row} />
					))}
				</DataTable>
			</div>
		</Section>
	));
}

function Row({ row }: { readonly row: CompareRow }) {
	const { t } = useTranslation('run');
	const quiet = row.same ? 'text-muted' : 'font-medium';
	return (
		<tr className={clsx('border-t border-line align-top', !row.same && 'bg-attention-soft/40')}>
			<th scope="row" className="px-3 py-1.5 text-left font-normal">
				{t(`compare.key.${row.key}`)}
				{row.plugin !== null && (
					<span className="block text-small text-muted">
						<PluginText>{row.plugin}</PluginText>
					</span>
				)}
			</th>
			<td className={clsx('px-3 py-1.5', quiet)}>
				<Value row={row} value={row.left} />
			</td>
			<td className={clsx('px-3 py-1.5', quiet)}>
				<Value row={row} value={row.right} />
			</td>
			<td className="px-3 py-1.5">
				<Difference row={row} />
			</td>
		</tr>
	);
}

function Value({ row, value }: { readonly row: CompareRow; readonly value: string | number | null }) {
	const { t } = useTranslation('run');
	const { t: common } = useTranslation();
	const format = useFormat();
	if (value === null) return <span className="font-normal text-muted">–</span>;
	switch (row.kind) {
		case 'count':
			return format.count(Number(value));
		case 'bytes':
			return format.bytes(Number(value));
		case 'ms':
			return format.duration(Number(value));
		case 'grant':
			return Number(value) === 0 ? t('ran.noGrant') : t('ran.grant', { text: format.count(Number(value)) });
		case 'status':
			return <RunStatusLabel status={value as RunStatus} />;
		case 'errorCode':
			return common(`errorCode.${value as ErrorCode}`);
		case 'code':
			return (
				<pre className="max-h-40 overflow-auto font-[inherit] wrap-anywhere whitespace-pre-wrap">
					<code>{plainText(String(value).slice(0, 4000))}</code>
				</pre>
			);
		case 'text':
			return <PluginText max={500}>{String(value)}</PluginText>;
	}
}

function Difference({ row }: { readonly row: CompareRow }) {
	const { t } = useTranslation('run');
	const format = useFormat();
	if (row.same) {
		return (
			<span className="inline-flex items-center gap-1.5 text-muted">
				<Equal size={14} aria-hidden /> {t('compare.same')}
			</span>
		);
	}
	return (
		<span className="inline-flex items-center gap-1.5 font-medium text-attention">
			<EqualNot size={14} aria-hidden /> {wordsOf(row, t, (value) => format.count(value))}
		</span>
	);
}

function wordsOf(
	{ key, ratio, left, right }: CompareRow,
	t: ReturnType<typeof useTranslation<'run'>>['t'],
	count: (value: number) => string,
): string {
	if (ratio !== null) {
		if (Math.abs(ratio - 1) < CLOSE) return t('compare.close');
		const times = ratio >= 1 ? ratio : 1 / ratio;
		const text = times >= 10 ? count(times) : String(Math.round(times * 10) / 10);
		const isTime = key === 'duration' || key === 'inside';
		const word = ratio > 1 ? (isTime ? 'longer' : 'more') : isTime ? 'shorter' : 'less';
		return t(`compare.${word}`, { text });
	}
	if (left === null) return t('compare.onlyRight');
	if (right === null) return t('compare.onlyLeft');
	return t('compare.differs');
}
