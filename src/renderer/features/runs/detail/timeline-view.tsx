import clsx from 'clsx';
import { scaleLinear } from 'd3-scale';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunDetail } from '../../../../shared/run/run.ts';
import { DataTable } from '../../../components/data/data-table.tsx';
import { Section } from '../../../components/page.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { useNow } from '../../../lib/hooks/use-now.ts';
import { useWidth } from '../../../lib/hooks/use-width.ts';
import { knownOp } from '../../../lib/text/host-ops.ts';
import { apart, labelWidth } from '../../../lib/text/text-width.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { type Bar, type Lane, type Timeline, type TimelineItem, timelineOf } from './timeline.ts';
import { barClass, MarkShape, TimelineLegend } from './timeline-legend.tsx';

/** What went on when: a lane per plugin, a legend, and all of it as a list behind. */
export function TimelineSection({ run }: { readonly run: RunDetail }) {
	const { t } = useTranslation('run');
	const format = useFormat();
	const now = useNow(run.status === 'running');
	const timeline = useMemo(() => timelineOf(run, now), [run, now]);
	const scale = scaleLinear().domain([0, timeline.totalMs]);
	const axis = useRef<HTMLDivElement>(null);
	const width = useWidth(axis);
	const ticks = scale.ticks(5).filter((tick) => tick > 0 && scale(tick) < 1);
	const end = format.duration(timeline.totalMs);
	/** What stands beside "0" and the end without touching them. */
	const named = apart(
		ticks.map((tick) => {
			const room = labelWidth(format.duration(tick));
			return { tick, left: scale(tick) * width - room / 2, right: scale(tick) * width + room / 2 };
		}),
		(label) => label,
	).filter(({ left, right }) => left > labelWidth('0') + 8 && right < width - labelWidth(end) - 8);
	return (
		<Section title={t('timeline.title')}>
			<figure aria-label={t('timeline.title')} className="flex flex-col gap-1">
				<div className="grid grid-cols-[minmax(0,140px)_minmax(0,1fr)] gap-x-3 gap-y-1">
					{timeline.lanes.map((lane) => (
						<LaneRow key={lane.stage} lane={lane} scale={scale} ticks={ticks} />
					))}
					<span />
					<div ref={axis} aria-hidden className="tabular relative h-4 text-label text-muted">
						<span className="absolute left-0">0</span>
						{named.map(({ tick }) => (
							<span
								key={tick}
								className="absolute -translate-x-1/2 whitespace-nowrap"
								style={{ left: `${scale(tick) * 100}%` }}
							>
								{format.duration(tick)}
							</span>
						))}
						<span className="absolute right-0">{end}</span>
					</div>
				</div>
				<TimelineLegend timeline={timeline} />
			</figure>
			<EventList timeline={timeline} hostCalls={run.hostCalls} kept={run.hostCallList.length} />
		</Section>
	);
}

function LaneRow({
	lane,
	scale,
	ticks,
}: {
	readonly lane: Lane;
	readonly scale: (value: number) => number;
	readonly ticks: readonly number[];
}) {
	const { t } = useTranslation('run');
	const { t: common } = useTranslation();
	const format = useFormat();
	const words = [
		...(lane.hostCalls.length === 0 ? [] : [t('timeline.hostCalls', { text: format.count(lane.hostCalls.length) })]),
		...lane.bars.map((bar) => `${t(`timeline.bar.${bar.kind}`)} ${format.duration(bar.to - bar.from)}`),
		...lane.marks.map(({ kind, at }) => `${t(`timeline.kind.${kind}`)} ${format.duration(at)}`),
	];
	return (
		<>
			<span className="truncate leading-6">
				<PluginText title={lane.plugin}>{lane.plugin}</PluginText>
			</span>
			<div
				role="img"
				aria-label={`${lane.plugin}${common('colon')}${words.slice(0, 12).join(common('comma'))}`}
				className="relative h-6 rounded-small bg-sunken"
			>
				{ticks.map((tick) => (
					<span key={tick} className="absolute inset-y-0 w-px bg-line" style={{ left: `${scale(tick) * 100}%` }} />
				))}
				{lane.bars.map((bar) => (
					<BarShape key={`${bar.kind}/${bar.from}`} bar={bar} scale={scale} />
				))}
				{lane.hostCalls.map((call, index) => (
					<span
						// biome-ignore lint/suspicious/noArrayIndexKey: several can be at one moment
						key={index}
						className="absolute bottom-0 h-1 min-w-px bg-muted"
						style={{ left: `${scale(call.from) * 100}%`, width: `${(scale(call.to) - scale(call.from)) * 100}%` }}
					/>
				))}
				{lane.marks.slice(0, 200).map((mark, index) => (
					<span
						// biome-ignore lint/suspicious/noArrayIndexKey: two of a kind can be at one moment
						key={index}
						className="absolute top-1 -translate-x-1/2"
						style={{ left: `${Math.min(99, Math.max(1, scale(mark.at) * 100))}%` }}
					>
						<MarkShape kind={mark.kind} />
					</span>
				))}
			</div>
		</>
	);
}

function BarShape({ bar, scale }: { readonly bar: Bar; readonly scale: (value: number) => number }) {
	const left = scale(bar.from) * 100;
	const width = (scale(bar.to) - scale(bar.from)) * 100;
	return (
		<span
			className={clsx('absolute inset-y-1 min-w-0.5 overflow-hidden rounded-[2px]', barClass[bar.kind])}
			style={{ left: `${left}%`, width: `${width}%` }}
		>
			{bar.busy !== null && (
				<span className="absolute inset-y-0 left-0 bg-chart-1" style={{ width: `${bar.busy * 100}%` }} />
			)}
		</span>
	);
}

/** More are cut: a plugin that is refused in a loop has its denials counted elsewhere. */
const MAX_ITEMS = 500;

function EventList({
	timeline,
	hostCalls,
	kept,
}: {
	readonly timeline: Timeline;
	readonly hostCalls: number;
	/** Of the host calls, those that are known one by one. */
	readonly kept: number;
}) {
	const { t } = useTranslation('run');
	const format = useFormat();
	if (timeline.items.length === 0) return null;
	return (
		<details>
			<summary className="text-small text-muted">
				{t('timeline.list', { count: timeline.items.length, text: format.count(timeline.items.length) })}
			</summary>
			<DataTable
				className="mt-1 text-small"
				headClassName="h-6 border-b border-line"
				heads={[
					{ text: t('timeline.at'), className: 'w-20 text-right' },
					{ text: t('stage.plugin'), className: 'w-36 pl-3' },
					{ text: t('timeline.what'), className: 'pl-3' },
					{ text: t('timeline.took'), className: 'w-20 text-right' },
				]}
			>
				{timeline.items.slice(0, MAX_ITEMS).map((item, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: two alike can be at one moment
					<tr key={index} className="h-6 border-b border-line">
						<td className="text-right">{format.duration(item.at)}</td>
						<td className="truncate pl-3">
							<PluginText>{item.plugin}</PluginText>
						</td>
						<td className="pl-3">
							{t(`timeline.kind.${item.kind}`)}
							{!['load', 'init', 'start'].includes(item.kind) && <ItemDetail item={item} />}
						</td>
						<td className="text-right">{item.ms === null ? '' : format.duration(item.ms)}</td>
					</tr>
				))}
			</DataTable>
			{kept > 0 && hostCalls > kept && (
				<p className="pt-1 text-small text-muted">
					{t('timeline.firstCalls', { text: format.count(hostCalls), kept: format.count(kept) })}
				</p>
			)}
		</details>
	);
}

/** What a host call or a denial was about, or what the engine says of an event. */
function ItemDetail({ item }: { readonly item: TimelineItem }) {
	const { t } = useTranslation('run');
	const { t: common } = useTranslation();
	const format = useFormat();
	const op = knownOp(item.op);
	return (
		<span className="text-muted">
			{common('colon')}
			{op === undefined ? item.op !== null && <PluginText max={60}>{item.op}</PluginText> : common(`hostOp.${op}`)}{' '}
			<PluginText className={clsx(item.op !== null && 'font-mono')} max={500}>
				{item.detail}
			</PluginText>
			{item.bytes > 0 && ` · ${format.bytes(item.bytes)}`}
			{item.status < 0 && ` · ${t('timeline.hostFailed', { status: String(item.status) })}`}
		</span>
	);
}
