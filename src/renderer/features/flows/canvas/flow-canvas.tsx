import '@xyflow/react/dist/base.css';
import './canvas.css';
import { Background, type OnNodeDrag, ReactFlow, ReactFlowProvider, useReactFlow } from '@xyflow/react';
import { Maximize, Plus, ZoomIn, ZoomOut } from 'lucide-react';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Port } from '../../../../shared/flow/flow-file.ts';
import { Button, IconButton } from '../../../components/controls/button.tsx';
import { useLatest } from '../../../lib/hooks/use-latest.ts';
import { useEditorView } from '../editor/editor-context.ts';
import { useComponentActions } from '../editor/use-component-actions.ts';
import { usePortText } from '../editor/use-component-words.ts';
import { type ComponentId, componentOf, type Link, linkId, linksOf, mayConnect, type Spot } from '../model/document.ts';
import { shownPorts, takesRecords } from '../model/roles.ts';
import { ComponentNode, type ComponentNodeType } from './component-node.tsx';
import { layoutOf, NODE_WIDTH, nodeHeight } from './layout.ts';
import { LinkEdge, type LinkEdgeType } from './link-edge.tsx';
import { useCanvasKeys } from './use-canvas-keys.ts';

const nodeTypes = { component: ComponentNode };
const edgeTypes = { link: LinkEdge };
const noSpots: ReadonlyMap<ComponentId, Spot> = new Map();
/** Between what is shown first and the canvas’s edge, px. */
const EDGE = 24;
/** Not larger than it is drawn, and with something around it. */
const whole = { maxZoom: 1, padding: '24px', duration: 0 } as const;

/** A flow as a picture in which one can work, by mouse or by keys. */
export function FlowCanvas() {
	return (
		<ReactFlowProvider>
			<Canvas />
		</ReactFlowProvider>
	);
}

function Canvas() {
	const { t } = useTranslation('flows');
	const { editor, roleOf, ask, open } = useEditorView();
	const actions = useComponentActions(editor);
	const portText = usePortText();
	const { document, selected, active } = editor;
	/** While they are dragged. */
	const [dragged, setDragged] = useState<ReadonlyMap<ComponentId, Spot>>(noSpots);
	const ports = useMemo(
		() =>
			new Map(
				document.components.map((component) => [component.id, shownPorts(document, component.id, roleOf(component))]),
			),
		[document, roleOf],
	);
	const portsOf = useCallback((id: ComponentId): readonly Port[] => ports.get(id) ?? [], [ports]);
	const spots = useMemo(() => layoutOf(document, portsOf), [document, portsOf]);
	const stop = active ?? document.components[0]?.id;
	const nodes = useMemo(
		() =>
			document.components.map(({ id }): ComponentNodeType => {
				const size = { width: NODE_WIDTH, height: nodeHeight(portsOf(id)) };
				return {
					id,
					type: 'component',
					position: dragged.get(id) ?? spots.get(id) ?? { x: 0, y: 0 },
					...size,
					measured: size,
					selected: selected.includes(id),
					data: { ports: portsOf(id), isStop: id === stop },
				};
			}),
		[document, portsOf, spots, dragged, selected, stop],
	);
	const edges = useMemo(
		() =>
			linksOf(document)
				.filter(({ from }) => ports.has(from))
				.map(
					(link): LinkEdgeType => ({
						id: linkId(link),
						type: 'link',
						source: link.from,
						sourceHandle: link.port,
						target: link.to,
						className: `flow-edge-${link.port}`,
						ariaLabel: t('edge.title', {
							from: portText(componentOf(document, link.from)?.name ?? '', link.port),
							to: componentOf(document, link.to)?.name ?? '',
						}),
						data: { link },
					}),
				),
		[document, ports, portText, t],
	);
	const linkOf = (given: {
		readonly source: string;
		readonly sourceHandle?: string | null;
		readonly target: string;
	}): Link => ({ from: given.source, port: (given.sourceHandle ?? 'out') as Port, to: given.target });
	const frame = useRef<HTMLDivElement>(null);
	const keys = useCanvasKeys(frame, spots, actions);
	useWholeInView(spots);
	const onDragStop: OnNodeDrag<ComponentNodeType> = (_, __, moved) => {
		setDragged(noSpots);
		const places = new Map(moved.map(({ id, position }) => [id, position]));
		const isMoved = [...places].some(([id, { x, y }]) => spots.get(id)?.x !== x || spots.get(id)?.y !== y);
		if (isMoved) actions.place(places);
	};
	return (
		<div ref={frame} className="absolute inset-0" data-flow-canvas>
			<ReactFlow<ComponentNodeType, LinkEdgeType>
				aria-label={t('canvas.label')}
				nodes={nodes}
				edges={edges}
				nodeTypes={nodeTypes}
				edgeTypes={edgeTypes}
				onNodesChange={(changes) => {
					const moved = changes.flatMap((change) =>
						change.type === 'position' && change.dragging === true && change.position !== undefined
							? [[change.id, change.position] as const]
							: [],
					);
					if (moved.length > 0) setDragged((before) => new Map([...before, ...moved]));
				}}
				onNodeDragStop={onDragStop}
				onNodeClick={(event, { id }) => {
					const isMore = event.ctrlKey || event.metaKey || event.shiftKey;
					if (!isMore) editor.select([id]);
					else editor.select(selected.includes(id) ? selected.filter((one) => one !== id) : [...selected, id]);
				}}
				onNodeDoubleClick={(_, { id }) => open(id)}
				onEdgeClick={(_, { data }) => data !== undefined && ask({ kind: 'edge', link: data.link })}
				onPaneClick={() => editor.select([])}
				onConnect={(connection) => actions.connect(linkOf(connection))}
				isValidConnection={(connection) => {
					const to = componentOf(document, connection.target);
					return to !== undefined && takesRecords(roleOf(to)) && mayConnect(document, linkOf(connection));
				}}
				onKeyDown={(event: KeyboardEvent) => keys(event)}
				nodesFocusable={false}
				edgesFocusable={false}
				disableKeyboardA11y
				deleteKeyCode={null}
				selectionKeyCode={null}
				multiSelectionKeyCode={null}
				panActivationKeyCode={null}
				zoomActivationKeyCode={null}
				zoomOnDoubleClick={false}
				minZoom={0.2}
				maxZoom={2}
				fitView
				fitViewOptions={whole}
				proOptions={{ hideAttribution: true }}
			>
				<Background gap={20} size={1} />
			</ReactFlow>
			<Controls />
		</div>
	);
}

/** Below this one cannot read what is written: then the beginning is shown, and the rest is a key away. */
const READABLE = 0.66;

/** The whole flow is seen if it can be read so, also after something was added. */
function useWholeInView(spots: ReadonlyMap<ComponentId, Spot>): void {
	const flow = useReactFlow();
	const newest = useLatest(spots);
	const count = spots.size;
	useEffect(() => {
		if (count === 0) return;
		const frame = requestAnimationFrame(() => {
			void flow.fitView(whole).then(() => {
				if (flow.getZoom() >= READABLE) return;
				const places = [...newest().values()];
				const left = Math.min(...places.map(({ x }) => x));
				const { y, zoom } = flow.getViewport();
				const middle = (Math.min(...places.map((spot) => spot.y)) + Math.max(...places.map((spot) => spot.y))) / 2;
				void flow.setViewport({ x: EDGE - left * READABLE, y: y + middle * (zoom - READABLE), zoom: READABLE });
			});
		});
		return () => cancelAnimationFrame(frame);
	}, [flow, count, newest]);
}

function Controls() {
	const { t } = useTranslation('flows');
	const { editor, ask } = useEditorView();
	const flow = useReactFlow();
	return (
		<div className="absolute bottom-3 left-3 flex items-center gap-1 rounded-base border border-line bg-raised p-1">
			<Button icon={Plus} tone="quiet" onClick={() => ask({ kind: 'add', after: editor.active, link: null })}>
				{t('add.open')}
			</Button>
			<IconButton
				icon={ZoomOut}
				label={t('canvas.zoomOut')}
				shortcut="flowZoomOut"
				onClick={() => void flow.zoomOut({ duration: 0 })}
			/>
			<IconButton
				icon={ZoomIn}
				label={t('canvas.zoomIn')}
				shortcut="flowZoomIn"
				onClick={() => void flow.zoomIn({ duration: 0 })}
			/>
			<IconButton icon={Maximize} label={t('canvas.fit')} shortcut="flowFit" onClick={() => void flow.fitView(whole)} />
		</div>
	);
}
