import clsx from 'clsx';
import { ChevronDown, ChevronLeft, ChevronRight, ChevronUp } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { folds, moved, type Room, shareOf } from './shares.ts';

interface Draft {
	readonly share: number;
	readonly collapsed: boolean;
}

/**
 * The line between two panes: moved by the pointer or by arrows, Home and End; Enter folds the pane away and brings it
 * back, a double click gives it the size that the program proposes.
 */
export function Splitter({
	label,
	axis,
	sized,
	paneId,
	isCollapsed,
	roomOf,
	onDraft,
	onMove,
	onReset,
	onCollapse,
}: {
	readonly label: string;
	readonly axis: 'x' | 'y';
	readonly sized: 0 | 1;
	readonly paneId: string;
	readonly isCollapsed: boolean;
	roomOf(): Room;
	/** Null: the line rests. */
	onDraft(draft: Draft | null): void;
	onMove(px: number, room: Room): void;
	onReset(): void;
	onCollapse(collapsed: boolean): void;
}) {
	const isX = axis === 'x';
	const from = useRef<{ readonly at: number; readonly px: number; to: number | null } | null>(null);
	const sizeOf = (): number => {
		const box = document.getElementById(paneId)?.getBoundingClientRect();
		return (isX ? box?.width : box?.height) ?? 0;
	};
	const percent = usePercent(paneId, isX, () => (sizeOf() / Math.max(1, roomOf().whole)) * 100);
	const at = (event: PointerEvent): number => (isX ? event.clientX : event.clientY);
	const end = (isKept: boolean): void => {
		const to = from.current?.to ?? null;
		from.current = null;
		onDraft(null);
		if (!isKept) return;
		const room = roomOf();
		// A press that moved nothing unfolds what is folded away.
		if (to === null) isCollapsed && onCollapse(false);
		else if (folds(to, room)) onCollapse(true);
		else onMove(to, room);
	};
	const drag = (event: PointerEvent): void => {
		const { current } = from;
		if (current === null) return;
		const by = (at(event) - current.at) * (sized === 0 ? 1 : -1);
		if (current.to === null && Math.abs(by) < 3) return;
		const room = roomOf();
		current.to = current.px + by;
		onDraft({ share: shareOf(current.to, room), collapsed: folds(current.to, room) });
	};
	const onKeyDown = (event: KeyboardEvent): void => {
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		const room = roomOf();
		if (event.key === 'Enter') onCollapse(!isCollapsed);
		else if (event.key === 'Escape' && from.current !== null) end(false);
		else {
			const grows = isX ? (sized === 0 ? 'ArrowRight' : 'ArrowLeft') : sized === 0 ? 'ArrowDown' : 'ArrowUp';
			const px = moved(event, isCollapsed ? 0 : sizeOf(), room, grows);
			if (px === null) return;
			onMove(px, room);
		}
		event.preventDefault();
	};
	const Unfold = isX ? (sized === 0 ? ChevronRight : ChevronLeft) : sized === 0 ? ChevronDown : ChevronUp;
	return (
		// biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
		<div
			role="separator"
			tabIndex={0}
			aria-label={label}
			aria-controls={paneId}
			aria-orientation={isX ? 'vertical' : 'horizontal'}
			aria-valuemin={0}
			aria-valuemax={100}
			aria-valuenow={isCollapsed ? 0 : percent}
			title={label}
			onKeyDown={onKeyDown}
			onDoubleClick={onReset}
			onPointerDown={(event) => {
				if (event.button !== 0) return;
				event.currentTarget.setPointerCapture(event.pointerId);
				from.current = { at: at(event), px: isCollapsed ? 0 : sizeOf(), to: null };
			}}
			onPointerMove={drag}
			onPointerUp={() => from.current !== null && end(true)}
			onPointerCancel={() => end(false)}
			className={clsx(
				'group relative z-2 flex shrink-0 touch-none items-center justify-center select-none',
				isX ? 'cursor-col-resize' : 'cursor-row-resize',
				isCollapsed
					? ['bg-sunken text-muted hover:bg-hover', isX ? 'w-4 border-x' : 'h-4 border-y', 'border-line']
					: isX
						? 'w-px bg-line'
						: 'h-px bg-line',
			)}
		>
			{isCollapsed ? (
				<Unfold size={12} aria-hidden />
			) : (
				// Wider than what is seen of it, so that it is easily taken hold of.
				<span
					aria-hidden
					className={clsx(
						'absolute transition-colors duration-120 group-hover:bg-accent group-active:bg-accent',
						isX
							? 'inset-y-0 -left-1 w-[9px] bg-clip-content px-[3px]'
							: 'inset-x-0 -top-1 h-[9px] bg-clip-content py-[3px]',
					)}
				/>
			)}
		</div>
	);
}

/** How much of the room a pane has, in whole percent, however it came by it. */
function usePercent(paneId: string, isX: boolean, measure: () => number): number {
	const [percent, setPercent] = useState(0);
	const newest = useRef(measure);
	useEffect(() => {
		newest.current = measure;
	});
	// biome-ignore lint/correctness/useExhaustiveDependencies: the other way is measured anew
	useEffect(() => {
		const pane = document.getElementById(paneId);
		if (pane === null) return;
		const observer = new ResizeObserver(() => setPercent(Math.round(newest.current())));
		observer.observe(pane);
		return () => observer.disconnect();
	}, [paneId, isX]);
	return percent;
}
