import { useTranslation } from 'react-i18next';
import type { RunStatsAnswer } from '../../../../shared/run/run.ts';
import { DataTable } from '../../../components/data/data-table.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { outcomes, runsIn } from './chart-scales.ts';

/** The charts' numbers, newest first; parts of the time without a run are left out. */
export function ChartTable({ stats }: { readonly stats: RunStatsAnswer }) {
	const { t } = useTranslation('runs');
	const { t: common } = useTranslation();
	const format = useFormat();
	const right = 'px-2 text-right';
	const durations = (ms: number | null): string => (ms === null ? '–' : format.duration(ms));
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
		<section tabIndex={0} aria-label={t('chart.table')} className="max-h-40 overflow-auto">
			<DataTable
				label={t('chart.label')}
				headClassName="h-7"
				heads={[
					{ text: t('chart.time'), className: 'px-2' },
					...outcomes.map((outcome) => ({ text: common(`runStatus.${outcome}`), className: right })),
					{ text: t('chart.median'), className: right },
					{ text: t('chart.p95'), className: right },
				]}
			>
				{stats.buckets
					.filter((bucket) => runsIn(bucket) > 0)
					.toReversed()
					.map((bucket) => (
						<tr key={bucket.at} className="h-6 border-t border-line text-right">
							<th scope="row" className="px-2 text-left font-normal">
								{format.fullTime(bucket.at)}
							</th>
							{outcomes.map((outcome) => (
								<td key={outcome} className="px-2">
									{format.count(bucket[outcome])}
								</td>
							))}
							<td className="px-2">{durations(bucket.medianMs)}</td>
							<td className="px-2">{durations(bucket.p95Ms)}</td>
						</tr>
					))}
			</DataTable>
		</section>
	);
}
