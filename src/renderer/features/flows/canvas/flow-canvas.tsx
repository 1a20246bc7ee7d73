import '@xyflow/react/dist/base.css';
import './canvas.css';
import { Background, type NodeChange, ReactFlow, ReactFlowProvider, SelectionMode } from '@xyflow/react';
import { type KeyboardEvent, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Port } from '../../../../shared/flow/flow-file.ts';
import type { Place } from '../../../components/controls/popups/row-menu-state.ts';
import { BESIDE, useMedia } from '../../../lib/hooks/use-media.ts';
import { useEditorView } from '../editor/editor-context.ts';
import { useComponentActions } from '../editor/use-component-actions.ts';
import { type ComponentId, linkId, linksOf, orderOf, type Spot } from '../model/document.ts';
import { shownPorts } from '../model/roles.ts';
import { ComponentContext } from './component-context.tsx';
import { ComponentNode, type ComponentNodeType } from './component-node.tsx';
import { layoutOf, NODE_WIDTH, nodeHeight } from './layout.ts';
import { LinkEdge, type LinkEdgeType } from './link-edge.tsx';
import { Overview } from './overview.tsx';
import { useCanvasKeys } from './use-canvas-keys.ts';
import { useConnecting } from './use-connecting.ts';
import { useKept } from './use-kept.ts';
import { LEAST_ZOOM, useCanvasView } from './use-view.ts';
import type { Box } from './view.ts';

const nodeTypes = { component: ComponentNode };
const edgeTypes = { link: LinkEdge };
const noSpots: ReadonlyMap<ComponentId, Spot> = new Map();

const noWay: readonly Spot[] = [];
/** It is no “node” to who hears it. */
const unnamed = { 'aria-roledescription': undefined } as const;

const isSameNode = (one: ComponentNodeType, other: ComponentNodeType): boolean =>
	one.position.x === other.position.x &&
	one.position.y === other.position.y &&
	one.height === other.height &&
	one.selected === other.selected &&
	one.data.isStop === other.data.isStop &&
	one.data.isActive === other.data.isActive &&
	one.data.ports.join() === other.data.ports.join();

const isSameEdge = (one: LinkEdgeType, other: LinkEdgeType): boolean =>
	one.className === other.className && one.data?.way === other.data?.way && one.data?.isNear === other.data?.isNear;

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
	const isBeside = useMedia(BESIDE);
	const { document, selected, active } = editor;
	/** While they are dragged. */
	const [dragged, setDragged] = useState<ReadonlyMap<ComponentId, Spot>>(noSpots);
	/** The connection that the keys or the pointer are on. */
	const [pointed, setPointed] = useState<string | null>(null);
	const ports = useMemo(
		() =>
			new Map(
				document.components.map((component) => [component.id, shownPorts(document, component.id, roleOf(component))]),
			),
		[document, roleOf],
	);
	const portsOf = useCallback((id: ComponentId): readonly Port[] => ports.get(id) ?? [], [ports]);
	// What is typed into a field moves nothing.
	const shape = JSON.stringify(document.components.map(({ id, inputs, at }) => [id, inputs, at, portsOf(id)]));
	// biome-ignore lint/correctness/useExhaustiveDependencies: that is all that the layout depends on
	const { spots, ways } = useMemo(() => layoutOf(document, portsOf), [shape]);
	/** In the order in which records reach them: they are read, and gone through, in it. */
	const order = useMemo(() => orderOf(document).map(({ id }) => id), [document]);
	const boxes = useMemo(
		() =>
			new Map(
				order.map((id): [ComponentId, Box] => [
					id,
					{ ...(spots.get(id) ?? { x: 0, y: 0 }), width: NODE_WIDTH, height: nodeHeight(portsOf(id)) },
				]),
			),
		[order, spots, portsOf],
	);
	const stop = active ?? order[0];
	const newNodes = useMemo(
		() =>
			[...boxes].map(([id, { x, y, ...size }]): ComponentNodeType => {
				return {
					id,
					type: 'component',
					position: dragged.get(id) ?? { x, y },
					...size,
					measured: size,
					selected: selected.includes(id),
					domAttributes: unnamed,
					data: { ports: portsOf(id), isStop: id === stop, isActive: id === active },
				};
			}),
		[boxes, portsOf, dragged, selected, stop, active],
	);
	const nodes = useKept(newNodes, isSameNode);
	const newEdges = useMemo(
		() =>
			linksOf(document)
				.filter(({ from }) => ports.has(from))
				.map((link): LinkEdgeType => {
					const id = linkId(link);
					const isNear = active !== null && (link.from === active || link.to === active);
					return {
						id,
						type: 'link',
						source: link.from,
						sourceHandle: link.port,
						target: link.to,
						className: `flow-edge-${link.port}${pointed === id ? ' flow-edge-chosen' : ''}`,
						data: { link, way: ways.get(id) ?? noWay, isNear: isNear || pointed === id },
					};
				}),
		[document, ports, ways, active, pointed],
	);
	const edges = useKept(newEdges, isSameEdge);
	const frame = useRef<HTMLDivElement>(null);
	// What is drawn there, the buttons say: each connection and the ground would be a picture without a name.
	useLayoutEffect(() => {
		for (const drawn of frame.current?.querySelectorAll('.react-flow__edges, .react-flow__background') ?? [])
			drawn.setAttribute('aria-hidden', 'true');
	}, []);
	const view = useCanvasView(frame, boxes, order[0], active);
	const keys = useCanvasKeys(frame, spots, actions, view);
	const connecting = useConnecting(actions);
	const onMoved = (moved: readonly ComponentNodeType[]): void => {
		setDragged(noSpots);
		const places = new Map(moved.map(({ id, position }) => [id, position]));
		const isMoved = [...places].some(([id, { x, y }]) => spots.get(id)?.x !== x || spots.get(id)?.y !== y);
		if (isMoved) actions.place(places);
	};
	/** Whether a frame is being drawn round components. */
	const isFraming = useRef(false);
	const onChanges = (changes: readonly NodeChange<ComponentNodeType>[]): void => {
		const moved = changes.flatMap((change) =>
			change.type === 'position' && change.dragging === true && change.position !== undefined
				? [[change.id, change.position] as const]
				: [],
		);
		if (moved.length > 0) setDragged((before) => new Map([...before, ...moved]));
		const framed = changes.flatMap((change) => (change.type === 'select' ? [change] : []));
		if (!isFraming.current || framed.length === 0) return;
		const gone = new Set(framed.flatMap(({ id, selected: isIn }) => (isIn ? [] : [id])));
		const come = framed.flatMap(({ id, selected: isIn }) => (isIn && !selected.includes(id) ? [id] : []));
		editor.select([...selected.filter((id) => !gone.has(id)), ...come]);
	};
	/** The component whose menu is open, and where. */
	const [menu, setMenu] = useState<{ readonly of: ComponentId; readonly place: Place } | null>(null);
	const menuPlace = useRef<Place>({ x: 0, y: 0 });
	const menuButton = useRef<HTMLElement>(null);
	const openMenu = (target: EventTarget, place: Place | null): boolean => {
		const card = target instanceof Element ? target.closest('.react-flow__node') : null;
		const button = card?.querySelector<HTMLElement>('[data-flow-component]');
		const of = button?.dataset['flowComponent'];
		if (card == null || button == null || of === undefined) return false;
		menuButton.current = button;
		if (!selected.includes(of)) editor.select([of]);
		const { left, bottom } = card.getBoundingClientRect();
		menuPlace.current = place ?? { x: left, y: bottom };
		setMenu({ of, place: menuPlace.current });
		return true;
	};
	const pointAt = (target: EventTarget): void =>
		setPointed(
			target instanceof Element ? (target.closest<HTMLElement>('[data-flow-link]')?.dataset['flowLink'] ?? null) : null,
		);
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: it notes which of the buttons in it has the keys
		<div
			ref={frame}
			className="absolute inset-0"
			data-flow-canvas
			onFocus={({ target }) => pointAt(target)}
			onBlur={() => setPointed(null)}
			onMouseDown={(event) => {
				// What is drawn round components selects no text of the page.
				if (event.shiftKey) event.preventDefault();
			}}
		>
			<ReactFlow<ComponentNodeType, LinkEdgeType>
				aria-label={t('canvas.label')}
				nodes={nodes as ComponentNodeType[]}
				edges={edges as LinkEdgeType[]}
				nodeTypes={nodeTypes}
				edgeTypes={edgeTypes}
				onNodesChange={onChanges}
				onNodeDragStop={(_, __, moved) => onMoved(moved)}
				onSelectionDragStop={(_, moved) => onMoved(moved)}
				onSelectionStart={() => {
					isFraming.current = true;
				}}
				onSelectionEnd={() => {
					isFraming.current = false;
				}}
				onNodeClick={(event, { id }) => {
					const isMore = event.ctrlKey || event.metaKey || event.shiftKey;
					if (!isMore) editor.select([id]);
					else editor.select(selected.includes(id) ? selected.filter((one) => one !== id) : [...selected, id]);
				}}
				onNodeDoubleClick={(_, { id }) => open(id)}
				onEdgeClick={(_, { data }) => data !== undefined && ask({ kind: 'edge', link: data.link })}
				onEdgeMouseEnter={(_, { id }) => setPointed(id)}
				onEdgeMouseLeave={() => setPointed(null)}
				onPaneClick={() => editor.select([])}
				{...connecting}
				onMoveStart={view.onMoveStart}
				onNodeContextMenu={(event) => {
					const { clientX: x, clientY: y, button } = event;
					if (openMenu(event.target, button === 2 ? { x, y } : null)) event.preventDefault();
				}}
				onKeyDown={(event: KeyboardEvent) => {
					const isMenu = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
					if (isMenu && openMenu(event.target, null)) event.preventDefault();
					else keys(event);
				}}
				nodesFocusable={false}
				edgesFocusable={false}
				disableKeyboardA11y
				deleteKeyCode={null}
				selectionKeyCode="Shift"
				selectionMode={SelectionMode.Partial}
				reconnectRadius={12}
				multiSelectionKeyCode={null}
				panActivationKeyCode={null}
				zoomActivationKeyCode={null}
				zoomOnDoubleClick={false}
				// Where the page scrolls as a whole, its wheel is the page’s.
				panOnScroll={isBeside}
				zoomOnScroll={false}
				preventScrolling={isBeside}
				minZoom={LEAST_ZOOM}
				maxZoom={2}
				proOptions={{ hideAttribution: true }}
			>
				<Background gap={20} size={1} />
			</ReactFlow>
			<ComponentContext
				of={menu?.of ?? null}
				place={menuPlace.current}
				button={menuButton}
				onClose={() => setMenu(null)}
			/>
			<Overview boxes={boxes} onWhole={keys.whole} />
		</div>
	);
}
