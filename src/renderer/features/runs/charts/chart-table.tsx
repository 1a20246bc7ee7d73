import { useTranslation } from 'react-i18next';
import type { RunStatsAnswer } from '../../../../shared/run/run.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { outcomes, runsIn } from './chart-scales.ts';

/** The charts' numbers, newest first; parts of the time without a run are left out. */
export function ChartTable({ stats }: { readonly stats: RunStatsAnswer }) {
	const { t } = useTranslation('runs');
	const { t: common } = useTranslation();
	const format = useFormat();
	const head = 'px-2 text-right font-medium first:text-left';
	const durations = (ms: number | null): string => (ms === null ? '–' : format.duration(ms));
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
		<section tabIndex={0} aria-label={t('chart.table')} className="max-h-40 overflow-auto">
			<table className="w-full">
				<caption className="sr-only">{t('chart.label')}</caption>
				<thead className="text-label text-muted">
					<tr className="h-7">
						<th scope="col" className={head}>
							{t('chart.time')}
						</th>
						{outcomes.map((outcome) => (
							<th key={outcome} scope="col" className={head}>
								{common(`runStatus.${outcome}`)}
							</th>
						))}
						<th scope="col" className={head}>
							{t('chart.median')}
						</th>
						<th scope="col" className={head}>
							{t('chart.p95')}
						</th>
					</tr>
				</thead>
				<tbody>
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
				</tbody>
			</table>
		</section>
	);
}
