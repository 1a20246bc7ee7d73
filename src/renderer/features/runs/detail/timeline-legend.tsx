import clsx from 'clsx';
import { ArrowLeftRight, Ban, type LucideIcon, Moon, RotateCw, ShieldX, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BarKind, MarkKind, Timeline } from './timeline.ts';

export const barClass: Readonly<Record<BarKind, string>> = {
	wait: 'bg-edge/40',
	load: 'bg-chart-3',
	init: 'bg-chart-4',
	records: 'bg-running-soft shadow-[inset_0_0_0_1px_var(--c-chart-1)]',
	call: 'bg-chart-1',
};

const marks: Readonly<Record<MarkKind, readonly [LucideIcon, string]>> = {
	kill: [X, 'text-failed'],
	cancel: [Ban, 'text-muted'],
	restart: [RotateCw, 'text-attention'],
	swap: [ArrowLeftRight, 'text-running'],
	rest: [Moon, 'text-muted'],
	denial: [ShieldX, 'text-denied'],
};

/** A moment in a lane. */
export function MarkShape({ kind }: { readonly kind: MarkKind }) {
	const [Icon, colour] = marks[kind];
	return (
		<span className={clsx('flex size-4 items-center justify-center rounded-full bg-panel', colour)}>
			<Icon size={12} aria-hidden />
		</span>
	);
}

/** Words for what the lanes show, and for nothing else. */
export function TimelineLegend({ timeline }: { readonly timeline: Timeline }) {
	const { t } = useTranslation('run');
	const bars = new Set(timeline.lanes.flatMap((lane) => lane.bars.map(({ kind }) => kind)));
	const kinds = new Set(timeline.lanes.flatMap((lane) => lane.marks.map(({ kind }) => kind)));
	return (
		<ul className="flex flex-wrap gap-x-4 gap-y-1 pl-[152px] text-label text-muted">
			{(Object.keys(barClass) as BarKind[])
				.filter((kind) => bars.has(kind))
				.map((kind) => (
					<li key={kind} className="flex items-center gap-1.5">
						<span aria-hidden className={clsx('h-2.5 w-4 rounded-[2px]', barClass[kind])} />
						{t(`timeline.bar.${kind}`)}
					</li>
				))}
			{bars.has('records') && (
				<li className="flex items-center gap-1.5">
					<span aria-hidden className="h-2.5 w-4 rounded-[2px] bg-chart-1" />
					{t('timeline.busy')}
				</li>
			)}
			{timeline.lanes.some(({ hostCalls }) => hostCalls.length > 0) && (
				<li className="flex items-center gap-1.5">
					<span aria-hidden className="h-1 w-4 bg-muted" />
					{t('timeline.hostWaits')}
				</li>
			)}
			{(Object.keys(marks) as MarkKind[])
				.filter((kind) => kinds.has(kind))
				.map((kind) => (
					<li key={kind} className="flex items-center gap-1">
						<MarkShape kind={kind} />
						{t(`timeline.kind.${kind}`)}
					</li>
				))}
		</ul>
	);
}
