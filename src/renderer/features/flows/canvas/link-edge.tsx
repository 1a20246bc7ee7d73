import { BaseEdge, type Edge, type EdgeProps, getBezierPath, ViewportPortal } from '@xyflow/react';
import clsx from 'clsx';
import { Plus } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/text/use-format.ts';
import { useFlowFacts } from '../editor/editor-context.ts';
import { usePortText } from '../editor/use-component-words.ts';
import { componentOf, type Link, linkId, type Spot } from '../model/document.ts';
import { pathThrough } from './link-path.ts';

export type LinkEdgeType = Edge<
	{ readonly link: Link; readonly way: readonly Spot[]; readonly isNear: boolean },
	'link'
>;

/** What goes from one component to another, with how much of it went, and a button for what can be done with it. */
export const LinkEdge = memo(({ data, ...edge }: EdgeProps<LinkEdgeType>) => {
	const way = data?.way ?? [];
	const { sourceX, sourceY, targetX, targetY } = edge;
	const [bent, bentX, bentY] = getBezierPath(edge);
	const ends = [
		{ x: sourceX, y: sourceY },
		{ x: targetX, y: targetY },
	] as const;
	const whole = [ends[0], ...way, ends[1]];
	// Something was placed so that its way leads nowhere any more.
	const points = isDownwards(whole) ? whole : ends;
	// What leads upwards was placed so: it swings round.
	const isDown = isDownwards(points);
	const next = points[1] ?? { x: targetX, y: targetY };
	const [x, y] = isDown ? [(sourceX + next.x) / 2, (sourceY + next.y) / 2] : [bentX, bentY];
	return (
		<>
			<BaseEdge path={isDown ? pathThrough(points) : bent} interactionWidth={18} />
			{data !== undefined && (
				<ViewportPortal>
					<LinkButton link={data.link} isNear={data.isNear} x={x} y={y} />
				</ViewportPortal>
			)}
		</>
	);
});

function isDownwards(points: readonly Spot[]): boolean {
	return points.every(({ y }, index) => index === 0 || y > (points[index - 1]?.y ?? 0));
}

function LinkButton({
	link,
	isNear,
	x,
	y,
}: {
	readonly link: Link;
	/** It is one of the component’s that is worked on: it can be reached by Tab, and is seen. */
	readonly isNear: boolean;
	readonly x: number;
	readonly y: number;
}) {
	const { t } = useTranslation('flows');
	const format = useFormat();
	const { document, run, ask } = useFlowFacts();
	const portText = usePortText();
	const went = run?.links.get(linkId(link));
	const nameOf = (id: string): string => componentOf(document, id)?.name ?? '';
	const title = t('edge.title', { from: portText(nameOf(link.from), link.port), to: nameOf(link.to) });
	return (
		<button
			type="button"
			tabIndex={isNear ? 0 : -1}
			data-flow-link={linkId(link)}
			title={went === undefined ? title : t('count', { count: went.records, text: format.count(went.records) })}
			aria-keyshortcuts="Enter A Delete"
			onClick={() => ask({ kind: 'edge', link })}
			style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)`, pointerEvents: 'all' }}
			className={clsx(
				'tabular nodrag nopan absolute rounded-small border border-line bg-panel text-small leading-4 whitespace-nowrap text-muted hover:bg-hover',
				went === undefined ? 'p-px' : 'px-1.5',
				went === undefined && !isNear && 'opacity-0 hover:opacity-100 focus-visible:opacity-100',
			)}
		>
			<span className="sr-only">{went === undefined ? title : `${title}${t('comma')}`}</span>
			{went === undefined ? (
				<Plus size={14} aria-hidden />
			) : went.perSecond === null ? (
				format.compact(went.records)
			) : (
				format.rate(went.perSecond)
			)}
			{went !== undefined && went.waiting > 0 && (
				<span className="text-attention"> {t('run.waitingShort', { text: format.count(went.waiting) })}</span>
			)}
		</button>
	);
}
