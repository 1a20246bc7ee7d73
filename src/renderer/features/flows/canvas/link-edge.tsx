import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../lib/text/use-format.ts';
import { useEditorView } from '../editor/editor-context.ts';
import { usePortText } from '../editor/use-component-words.ts';
import { componentOf, type Link, linkId } from '../model/document.ts';

export type LinkEdgeType = Edge<{ readonly link: Link }, 'link'>;

/** What goes from one component to another, with how much of it went. */
export function LinkEdge({ data, ...edge }: EdgeProps<LinkEdgeType>) {
	const { t } = useTranslation('flows');
	const format = useFormat();
	const { editor, run, ask } = useEditorView();
	const portText = usePortText();
	const [path, x, y] = getBezierPath(edge);
	const link = data?.link;
	const went = link === undefined ? undefined : run?.links.get(linkId(link));
	const nameOf = (id: string): string => componentOf(editor.document, id)?.name ?? '';
	const waiting = went === undefined || went.waiting === 0 ? null : went.waiting;
	const title =
		link === undefined ? '' : t('edge.title', { from: portText(nameOf(link.from), link.port), to: nameOf(link.to) });
	return (
		<>
			<BaseEdge path={path} interactionWidth={18} />
			{link !== undefined && went !== undefined && (
				<EdgeLabelRenderer>
					<button
						type="button"
						tabIndex={-1}
						title={t('count', { count: went.records, text: format.count(went.records) })}
						onClick={() => ask({ kind: 'edge', link })}
						style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)`, pointerEvents: 'all' }}
						className="tabular nodrag nopan absolute rounded-small border border-line bg-panel px-1.5 text-label text-muted hover:bg-hover"
					>
						<span className="sr-only">{`${title}${t('comma')}`}</span>
						{went.perSecond === null ? format.compact(went.records) : format.rate(went.perSecond)}
						{waiting !== null && (
							<span className="block whitespace-nowrap text-attention">
								{' '}
								{t('run.waitingShort', { text: format.count(waiting) })}
							</span>
						)}
					</button>
				</EdgeLabelRenderer>
			)}
		</>
	);
}
