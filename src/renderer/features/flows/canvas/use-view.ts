import { useReactFlow, useStore, useStoreApi } from '@xyflow/react';
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import { useLatest } from '../../../lib/hooks/use-latest.ts';
import type { ComponentId } from '../model/document.ts';
import { type Box, beyond, firstView, viewWith, wholeView } from './view.ts';

/** The canvas is not drawn smaller. */
export const LEAST_ZOOM = 0.2;

export interface CanvasView {
	/** All of the flow is seen, however small. */
	showWhole(): void;
	/** A component is seen whole. */
	reveal(id: ComponentId): void;
	/** A person moves the canvas. */
	onMoveStart(event: unknown): void;
}

/**
 * What of the canvas is seen. It begins at the first component, as large as the rest of the window; follows the component
 * that is worked on; and is left alone once a person has moved it, for as long as that component is seen.
 */
export function useCanvasView(
	frame: RefObject<HTMLElement | null>,
	boxes: ReadonlyMap<ComponentId, Box>,
	first: ComponentId | undefined,
	active: ComponentId | null,
): CanvasView {
	const flow = useReactFlow();
	const store = useStoreApi();
	const [width, height] = [useStore((state) => state.width), useStore((state) => state.height)];
	const newest = useLatest({ boxes, first, active });
	const isMoved = useRef(false);
	/** The room that there was. */
	const was = useRef({ width: 0, height: 0 });
	const isPressed = usePressed(frame);
	const roomOf = useCallback(() => store.getState(), [store]);
	const reveal = useCallback(
		(id: ComponentId): void => {
			const box = newest().boxes.get(id);
			const now = flow.getViewport();
			if (box === undefined || roomOf().width === 0) return;
			const next = viewWith(box, now, roomOf());
			if (next.x !== now.x || next.y !== now.y) void flow.setViewport(next);
			// Where the page scrolls as a whole, the canvas itself may be out of it.
			if (frame.current?.contains(document.activeElement)) frame.current.scrollIntoView({ block: 'nearest' });
		},
		[flow, frame, newest, roomOf],
	);
	const count = boxes.size;
	// biome-ignore lint/correctness/useExhaustiveDependencies: also when there are more components, or fewer
	useLayoutEffect(() => {
		if (width === 0 || height === 0) return;
		const { boxes: all, first: begin, active: current } = newest();
		const isSeen = beyond(all.values(), flow.getViewport(), { width, height }).count === 0;
		// What is seen whole already is not shifted while one works on it.
		const isResized = was.current.width !== width || was.current.height !== height;
		if (!isMoved.current && (isResized || !isSeen)) void flow.setViewport(firstView(all, begin, { width, height }));
		was.current = { width, height };
		if (current !== null) reveal(current);
	}, [width, height, count, flow, newest, reveal]);
	// What was placed elsewhere is followed as well; what is under the pointer stays there.
	const spot = active === null ? undefined : boxes.get(active);
	const [x, y] = [spot?.x, spot?.y];
	useEffect(() => {
		if (active !== null && x !== undefined && y !== undefined && !isPressed()) reveal(active);
	}, [active, x, y, reveal, isPressed]);
	return {
		reveal,
		showWhole: () => {
			isMoved.current = true;
			void flow.setViewport(wholeView(boxes.values(), roomOf(), LEAST_ZOOM));
		},
		onMoveStart: (event) => {
			if (event !== null) isMoved.current = true;
		},
	};
}

/** Whether what was done last was done on the canvas with a pointer. */
function usePressed(frame: RefObject<HTMLElement | null>): () => boolean {
	const pressed = useRef(false);
	useEffect(() => {
		const press = ({ target }: Event): void => {
			pressed.current = target instanceof Node && frame.current?.contains(target) === true;
		};
		const release = (): void => {
			pressed.current = false;
		};
		window.addEventListener('pointerdown', press, true);
		window.addEventListener('keydown', release, true);
		return () => {
			window.removeEventListener('pointerdown', press, true);
			window.removeEventListener('keydown', release, true);
		};
	}, [frame]);
	return useCallback(() => pressed.current, []);
}
