import { useReactFlow } from '@xyflow/react';
import { type KeyboardEvent, type RefObject, useCallback, useEffect } from 'react';
import { useEditorView } from '../editor/editor-context.ts';
import type { ComponentActions } from '../editor/use-component-actions.ts';
import type { ComponentId, Spot } from '../model/document.ts';
import { NODE_WIDTH, neighbourOf } from './layout.ts';

/** px at a press of a key, and of the ground's pattern. */
const STEP = 20;
const MARGIN = 24;

const ways = {
	ArrowLeft: { x: -STEP, y: 0 },
	ArrowRight: { x: STEP, y: 0 },
	ArrowUp: { x: 0, y: -STEP },
	ArrowDown: { x: 0, y: STEP },
} as const;

/** The canvas's own keys: arrows along the flow, with Shift to move a component, and the size of the picture. */
export function useCanvasKeys(
	frame: RefObject<HTMLElement | null>,
	spots: ReadonlyMap<ComponentId, Spot>,
	actions: ComponentActions,
): (event: KeyboardEvent) => void {
	const { editor } = useEditorView();
	const flow = useReactFlow();
	const { document, active } = editor;
	const nodeOf = useCallback(
		(id: ComponentId): HTMLElement | null =>
			frame.current?.querySelector<HTMLElement>(`[data-flow-component="${CSS.escape(id)}"]`) ?? null,
		[frame],
	);
	// What has the keys is seen.
	useEffect(() => {
		const node = active === null ? null : nodeOf(active);
		if (node === null || node !== window.document.activeElement || frame.current === null) return;
		const [inner, outer] = [node.getBoundingClientRect(), frame.current.getBoundingClientRect()];
		const isSeen =
			inner.left >= outer.left + MARGIN &&
			inner.right <= outer.right - MARGIN &&
			inner.top >= outer.top + MARGIN &&
			inner.bottom <= outer.bottom - MARGIN;
		const spot = active === null ? undefined : spots.get(active);
		if (isSeen || spot === undefined) return;
		void flow.setCenter(spot.x + NODE_WIDTH / 2, spot.y, { zoom: flow.getZoom(), duration: 0 });
	}, [active, spots, flow, frame, nodeOf]);

	return (event) => {
		if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
		const { target, key } = event;
		const id =
			target instanceof Element
				? target.closest<HTMLElement>('[data-flow-component]')?.dataset['flowComponent']
				: undefined;
		const zoom = { '+': () => flow.zoomIn, '-': () => flow.zoomOut }[key];
		if (zoom !== undefined) void zoom()({ duration: 0 });
		else if (key === '0') void flow.fitView({ maxZoom: 1, padding: '24px', duration: 0 });
		else if (id !== undefined && isWay(key)) {
			const spot = spots.get(id);
			const { x, y } = ways[key];
			if (event.shiftKey && spot !== undefined) actions.place(new Map([[id, { x: spot.x + x, y: spot.y + y }]]));
			else if (!event.shiftKey) {
				const next = neighbourOf(document, spots, id, key);
				if (next === null) return;
				nodeOf(next)?.focus({ preventScroll: true });
				editor.select([next]);
			}
		} else return;
		event.preventDefault();
	};
}

function isWay(key: string): key is keyof typeof ways {
	return Object.hasOwn(ways, key);
}
