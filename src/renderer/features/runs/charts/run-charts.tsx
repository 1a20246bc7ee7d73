import clsx from 'clsx';
import { ChartColumn, Table2, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunFilters, RunStatsAnswer } from '../../../../shared/run/run.ts';
import { useRoute } from '../../../client/engine.tsx';
import { Button, IconButton } from '../../../components/controls/button.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { durationScale, heightScale, outcomes, PLOT_PX, runsIn, stretches } from './chart-scales.ts';
import { ChartTable } from './chart-table.tsx';
import { type Cursor, TimeChart } from './time-chart.tsx';

const PARTS = 60;

const fills: Readonly<Record<(typeof outcomes)[number], string>> = {
	succeeded: 'fill-chart-1',
	cancelled: 'fill-chart-4',
	interrupted: 'fill-chart-3',
	failed: 'fill-chart-2',
	running: 'fill-running-soft stroke-running',
};
const swatches: Readonly<Record<(typeof outcomes)[number], string>> = {
	succeeded: 'bg-chart-1',
	cancelled: 'bg-chart-4',
	interrupted: 'bg-chart-3',
	failed: 'bg-chart-2',
	running: 'border border-running bg-running-soft',
};

interface Range {
	readonly since: number | undefined;
	readonly until: number | undefined;
}

/** Runs by outcome and their durations over time; a range that is marked narrows the table to it. */
export function RunCharts({
	filters,
	isNarrowed,
	onRange,
}: {
	readonly filters: RunFilters;
	readonly isNarrowed: boolean;
	onRange(range: Range): void;
}) {
	const { t } = useTranslation('runs');
	const stats = useRoute('runs.stats', { ...filters, buckets: PARTS }, { keepPrevious: true });
	const [cursor, setCursor] = useState<Cursor | null>(null);
	const [isTable, setTable] = useState(false);
	if (stats.error !== null)
		return <ErrorNote error={stats.error} onRetry={() => void stats.refetch()} className="m-4" />;
	// As high as the charts will be: nothing jumps.
	if (stats.data === undefined) return <div className="h-32 shrink-0 border-b border-line" />;
	if (stats.data.total === 0 && !isNarrowed) return null;
	const widen = isNarrowed && (
		<Button tone="quiet" icon={X} onClick={() => onRange({ since: undefined, until: undefined })}>
			{t('chart.clear')}
		</Button>
	);
	const turn = (
		<IconButton
			icon={isTable ? ChartColumn : Table2}
			label={isTable ? t('chart.asChart') : t('chart.asTable')}
			onClick={() => setTable(!isTable)}
		/>
	);
	const shared = { stats: stats.data, cursor, onCursor: setCursor, onRange };
	return (
		<section aria-label={t('chart.label')} className="relative shrink-0 border-b border-line px-4 py-2">
			{isTable ? (
				<>
					<div className="absolute top-1 right-3 flex gap-1">
						{widen}
						{turn}
					</div>
					<ChartTable stats={stats.data} />
				</>
			) : (
				<div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] items-end gap-6 slim:grid-cols-1 slim:gap-2">
					<Outcomes {...shared} action={widen} />
					<Durations {...shared} action={turn} />
				</div>
			)}
		</section>
	);
}

interface ChartProps {
	readonly stats: RunStatsAnswer;
	readonly cursor: Cursor | null;
	/** Stands at the end of the legend. */
	readonly action: ReactNode;
	onCursor(cursor: Cursor | null): void;
	onRange(range: Range): void;
}

function Legend({
	title,
	entries,
	action,
}: {
	title: string;
	entries: readonly (readonly [key: string, swatch: string, text: string])[];
	action: ReactNode;
}) {
	return (
		<figcaption className="flex min-h-7 items-start gap-2 text-small">
			<div className="mt-0.5 flex min-h-6 min-w-0 flex-1 flex-wrap items-center gap-x-3">
				<span className="font-medium">{title}</span>
				{entries.map(([key, swatch, text]) => (
					<span key={key} className="inline-flex items-center gap-1 tabular whitespace-nowrap text-muted">
						<span aria-hidden className={clsx('size-2 rounded-full', swatch)} />
						{text}
					</span>
				))}
			</div>
			{action}
		</figcaption>
	);
}

function Outcomes({ stats, action, ...rest }: ChartProps) {
	const { t } = useTranslation('runs');
	const { t: common } = useTranslation();
	const format = useFormat();
	const { buckets } = stats;
	const { most, height } = heightScale(buckets);
	const words = (outcome: (typeof outcomes)[number], runs: number): string =>
		t('chart.outcome', { text: format.count(runs), status: common(`runStatus.${outcome}`) });
	const sums = outcomes.map((outcome) => [outcome, buckets.reduce((sum, bucket) => sum + bucket[outcome], 0)] as const);
	return (
		<figure className="min-w-0">
			<Legend
				title={t('chart.outcomes')}
				action={action}
				entries={sums
					.filter(([outcome, sum]) => sum > 0 || outcome === 'succeeded' || outcome === 'failed')
					.map(([outcome, sum]) => [outcome, swatches[outcome], words(outcome, sum)])}
			/>
			<TimeChart
				{...rest}
				label={t('chart.outcomes')}
				gutter={40}
				stats={stats}
				lines={[[4, format.compact(most)]]}
				describe={(part) => {
					const bucket = buckets[part];
					if (bucket === undefined || runsIn(bucket) === 0) return t('chart.nobody');
					return outcomes
						.filter((outcome) => bucket[outcome] > 0)
						.map((outcome) => words(outcome, bucket[outcome]))
						.join(common('comma'));
				}}
			>
				{(width) => {
					const step = width / buckets.length;
					return buckets.map((bucket, index) => {
						let y = PLOT_PX - 1;
						return outcomes.map((outcome) => {
							const size = height(bucket[outcome]);
							y -= size;
							return size === 0 ? null : (
								<rect
									key={outcome}
									x={index * step + Math.min(0.5, step / 6)}
									y={y}
									width={Math.max(1, step - Math.min(1, step / 3))}
									height={size}
									className={fills[outcome]}
								/>
							);
						});
					});
				}}
			</TimeChart>
		</figure>
	);
}

function Durations({ stats, action, ...rest }: ChartProps) {
	const { t } = useTranslation('runs');
	const { t: common } = useTranslation();
	const format = useFormat();
	const { buckets } = stats;
	const { marks, y } = durationScale(buckets);
	const words = (name: string, ms: number | null): string => (ms === null ? name : `${name} ${format.duration(ms)}`);
	const series = [
		{ key: 'p95Ms', name: t('chart.p95'), swatch: 'bg-chart-3', line: 'stroke-chart-3', dot: 'fill-chart-3' },
		{ key: 'medianMs', name: t('chart.median'), swatch: 'bg-chart-1', line: 'stroke-chart-1', dot: 'fill-chart-1' },
	] as const;
	return (
		<figure className="min-w-0">
			<Legend
				title={t('chart.durations')}
				action={action}
				entries={series.toReversed().map(({ key, name, swatch }) => [key, swatch, words(name, stats[key])])}
			/>
			<TimeChart
				{...rest}
				label={t('chart.durations')}
				gutter={76}
				stats={stats}
				lines={marks.map((ms) => [y(ms), format.duration(ms)])}
				describe={(part) => {
					const bucket = buckets[part];
					if (bucket === undefined || bucket.medianMs === null) return t('chart.nobody');
					return series
						.toReversed()
						.map(({ key, name }) => words(name, bucket[key]))
						.join(common('comma'));
				}}
			>
				{(width) => {
					const x = (index: number): number => ((index + 0.5) * width) / buckets.length;
					return series.map(({ key, line, dot }) => (
						<g key={key}>
							{stretches(buckets.map((bucket) => bucket[key])).map((points) => {
								const places = points.map(([index, ms]) => [x(index), y(ms)] as const);
								const [[first, height] = [0, 0]] = places;
								return places.length === 1 ? (
									<circle key={first} cx={first} cy={height} r={2} className={dot} />
								) : (
									<polyline
										key={first}
										points={places.map((place) => place.join()).join(' ')}
										className={clsx('fill-none', line)}
										strokeWidth={1.5}
									/>
								);
							})}
						</g>
					));
				}}
			</TimeChart>
		</figure>
	);
}
