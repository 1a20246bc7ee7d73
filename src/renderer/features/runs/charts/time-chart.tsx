import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunStatsAnswer } from '../../../../shared/run/run.ts';
import { useWidth } from '../../../lib/hooks/use-width.ts';
import { usePreferences } from '../../../lib/preferences.tsx';
import { apart, labelWidth } from '../../../lib/text/text-width.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { PLOT_PX, partAt, rangeOf, timeMarks } from './chart-scales.ts';

const AXIS_PX = 16;

/** What is pointed at or marked: the charts beside each other show the same. */
export interface Cursor {
	readonly at: number;
	/** Where a range begins; null: none is marked. */
	readonly from: number | null;
}

/**
 * A plot over time that can be pointed at, walked through and narrowed: by a pointer, which marks a range while it is
 * pressed, and as a slider by keys.
 */
export function TimeChart({
	label,
	gutter,
	stats,
	cursor,
	onCursor,
	onRange,
	describe,
	lines,
	children,
}: {
	readonly label: string;
	/** Left of the plot, for what its lines stand for. px */
	readonly gutter: number;
	readonly stats: RunStatsAnswer;
	readonly cursor: Cursor | null;
	onCursor(cursor: Cursor | null): void;
	onRange(range: { readonly since: number; readonly until: number }): void;
	/** A part's numbers in words. */
	describe(part: number): string;
	/** Heights that mean something, px from the top, and what. */
	readonly lines: readonly (readonly [y: number, text: string])[];
	/** Draws into the plot. */
	children(width: number): ReactNode;
}) {
	const { t } = useTranslation('runs');
	const { t: common } = useTranslation();
	const format = useFormat();
	const utc = usePreferences().timeFormat === 'utc';
	const hint = useId();
	const box = useRef<HTMLDivElement>(null);
	/** Pointed at or walked through here: the words of two charts would cover each other. */
	const [isOwn, setOwn] = useState(false);
	const width = Math.max(0, useWidth(box) - gutter);
	const count = stats.buckets.length;
	const at = cursor === null ? null : Math.min(cursor.at, count - 1);
	const from = cursor === null || cursor.from === null ? null : Math.min(cursor.from, count - 1);
	const partWidth = width / count;
	const span = stats.to - stats.from;
	const rangeText = (range: { since: number; until: number }): { from: string; to: string } => ({
		from: format.fullTime(range.since),
		to: format.fullTime(range.until),
	});
	const textOf = (part: number): string =>
		from !== null && from !== part
			? t('chart.marked', rangeText(rangeOf(stats, from, part)))
			: `${t('chart.part', rangeText(rangeOf(stats, part, part)))}${common('colon')}${describe(part)}`;

	// Each stands at its moment, but not beyond the plot; where two would touch, the later one is left out.
	const axisLabels = apart(
		timeMarks(stats, width, utc).map(([x, moment]) => {
			const text = format.axisTime(moment, span);
			const room = labelWidth(text);
			const left = Math.min(Math.max(0, x - room / 2), Math.max(0, width - room));
			return { moment, text, left, right: left + room };
		}),
		(label) => label,
		// Within one second, marks would bear the same words.
	).filter(({ text }, index, all) => text !== all[index - 1]?.text);

	const partOf = (clientX: number): number => {
		const left = box.current?.getBoundingClientRect().left ?? 0;
		return partAt(clientX - left - gutter, width, count);
	};
	const narrow = (): void => {
		if (at === null) return;
		onRange(rangeOf(stats, from ?? at, at));
		onCursor(null);
	};
	const onKeyDown = (event: KeyboardEvent): void => {
		const now = at ?? count - 1;
		const targets: Readonly<Record<string, number>> = {
			ArrowLeft: now - 1,
			ArrowDown: now - 1,
			ArrowRight: now + 1,
			ArrowUp: now + 1,
			Home: 0,
			End: count - 1,
		};
		const target = targets[event.key];
		if (target !== undefined) {
			const next = Math.min(Math.max(0, target), count - 1);
			onCursor({ at: next, from: event.shiftKey ? (from ?? now) : null });
		} else if (event.key === 'Enter') narrow();
		else if (event.key === 'Escape') onCursor(null);
		else return;
		event.preventDefault();
	};
	const [left, right] = at === null ? [0, 0] : [Math.min(from ?? at, at), Math.max(from ?? at, at)];
	return (
		<div ref={box} className="relative">
			<p id={hint} className="sr-only">
				{t('chart.hint')}
			</p>
			<div
				role="slider"
				tabIndex={0}
				aria-label={label}
				aria-describedby={hint}
				aria-valuemin={0}
				aria-valuemax={count - 1}
				aria-valuenow={at ?? count - 1}
				aria-valuetext={textOf(at ?? count - 1)}
				onKeyDown={onKeyDown}
				onFocus={(event) => {
					if (!event.currentTarget.matches(':focus-visible')) return;
					setOwn(true);
					onCursor({ at: count - 1, from: null });
				}}
				onBlur={() => {
					setOwn(false);
					onCursor(null);
				}}
				onPointerEnter={() => setOwn(true)}
				onPointerDown={(event) => {
					if (event.button !== 0) return;
					event.currentTarget.setPointerCapture(event.pointerId);
					const part = partOf(event.clientX);
					onCursor({ at: part, from: part });
				}}
				onPointerMove={(event) => onCursor({ at: partOf(event.clientX), from: event.buttons === 1 ? from : null })}
				onPointerUp={() => from !== null && narrow()}
				onPointerCancel={() => onCursor(null)}
				onPointerLeave={(event) => {
					if (event.buttons !== 0) return;
					setOwn(false);
					onCursor(null);
				}}
				className="cursor-crosshair touch-none rounded-small select-none"
			>
				{width > 0 && (
					<svg aria-hidden width={width + gutter} height={PLOT_PX + AXIS_PX} className="block">
						{lines.map(([y, text]) => (
							<g key={text}>
								<line x1={gutter} x2={gutter + width} y1={y} y2={y} className="stroke-line" />
								<text x={gutter - 6} y={y + 4} textAnchor="end" className="tabular fill-muted text-label">
									{text}
								</text>
							</g>
						))}
						<line x1={gutter} x2={gutter + width} y1={PLOT_PX - 0.5} y2={PLOT_PX - 0.5} className="stroke-line" />
						<g transform={`translate(${gutter} 0)`}>
							{at !== null && (
								<rect
									x={left * partWidth}
									width={(right - left + 1) * partWidth}
									y={0}
									height={PLOT_PX}
									className={from === null ? 'fill-hover' : 'fill-selected'}
								/>
							)}
							{children(width)}
							{axisLabels.map(({ moment, left, text }) => (
								<text key={moment} x={left} y={PLOT_PX + 12} className="tabular fill-muted text-label">
									{text}
								</text>
							))}
						</g>
					</svg>
				)}
			</div>
			{at !== null && isOwn && (
				<p
					aria-hidden
					className="pointer-events-none absolute top-full z-10 w-max max-w-80 rounded-small border border-line bg-raised px-2 py-1 text-small shadow-float"
					style={tipPlace(gutter + (at + 0.5) * partWidth, width + gutter)}
				>
					{textOf(at)}
				</p>
			)}
		</div>
	);
}

/** Beside the pointer, on the side with more room. */
function tipPlace(x: number, width: number): { readonly left?: number; readonly right?: number } {
	return x < width / 2 ? { left: x } : { right: width - x };
}
