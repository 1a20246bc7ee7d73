import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import clsx from 'clsx';
import {
	type KeyboardEvent,
	type MouseEvent,
	type ReactNode,
	type RefObject,
	useId,
	useLayoutEffect,
	useRef,
} from 'react';

export interface BoxOfRows {
	readonly id: string;
	readonly scroller: RefObject<HTMLDivElement | null>;
	readonly items: readonly VirtualItem[];
	/** px */
	readonly height: number;
	/** Where a row begins, px. */
	startOf(index: number): number;
	/** The row at a place, px. */
	indexAt(top: number): number;
	scrollTo(index: number, align?: 'auto' | 'center'): void;
	readonly measure: ((element: HTMLElement | null) => void) | undefined;
}

/** The rows in sight of a list box of any length. `isMeasured`: rows are as high as what is in them. */
export function useRows({
	count,
	rowPx,
	keyOf,
	isMeasured = false,
}: {
	readonly count: number;
	/** Of each row, or at least. */
	readonly rowPx: number;
	keyOf(index: number): string | number;
	readonly isMeasured?: boolean;
}): BoxOfRows {
	const id = useId();
	const scroller = useRef<HTMLDivElement>(null);
	const rows = useVirtualizer({
		count,
		getScrollElement: () => scroller.current,
		estimateSize: () => rowPx,
		getItemKey: keyOf,
		overscan: 12,
	});
	const { measure } = rows;
	// biome-ignore lint/correctness/useExhaustiveDependencies: what was measured holds for one way of drawing alone
	useLayoutEffect(() => measure(), [measure, isMeasured]);
	return {
		id,
		scroller,
		items: rows.getVirtualItems(),
		height: rows.getTotalSize(),
		startOf: (index) => rows.measurementsCache[index]?.start ?? index * rowPx,
		indexAt: (top) => rows.getVirtualItemForOffset(top)?.index ?? 0,
		scrollTo: (index, align = 'auto') => rows.scrollToIndex(index, { align }),
		measure: isMeasured ? rows.measureElement : undefined,
	};
}

const PAGE = 12;

/** Where the keys of a list lead from a row; null: it is none of them. `from` is -1 where no row is active yet. */
export function stepOf(key: string, from: number, count: number): number | null {
	const last = count - 1;
	const steps: Readonly<Record<string, number>> = {
		ArrowDown: Math.min(last, from + 1),
		ArrowUp: Math.max(0, from - 1),
		PageDown: Math.min(last, from + PAGE),
		PageUp: Math.max(0, from - PAGE),
		Home: 0,
		End: last,
	};
	return steps[key] ?? null;
}

/** One stop for Tab; it names its active row. What the keys do is its owner's. */
export function ListBox({
	rows,
	label,
	active,
	setSize,
	isSelected,
	isMultiple = false,
	className,
	optionClass,
	onScroll,
	onKeyDown,
	onPress,
	children,
}: {
	readonly rows: BoxOfRows;
	readonly label: string;
	/** Null: none. */
	readonly active: number | null;
	/** -1: nobody knows how many there are. */
	readonly setSize: number;
	isSelected(index: number): boolean;
	readonly isMultiple?: boolean;
	readonly className?: string;
	optionClass(index: number): string;
	onScroll?(): void;
	onKeyDown(event: KeyboardEvent): void;
	onPress(index: number, event: MouseEvent): void;
	children(index: number): ReactNode;
}) {
	const { id, scroller, items, height, measure } = rows;
	return (
		<div
			ref={scroller}
			role="listbox"
			aria-label={label}
			aria-multiselectable={isMultiple || undefined}
			aria-activedescendant={active === null ? undefined : `${id}-${active}`}
			tabIndex={0}
			onScroll={onScroll}
			onKeyDown={onKeyDown}
			className={clsx('min-h-0 flex-1', className)}
		>
			<div role="presentation" className="relative min-w-full" style={{ height }}>
				{items.map(({ key, index, start }) => (
					// biome-ignore lint/a11y/useKeyWithClickEvents: the list box handles the keys
					<div
						key={key}
						ref={measure}
						id={`${id}-${index}`}
						data-index={index}
						role="option"
						tabIndex={-1}
						aria-selected={isSelected(index)}
						data-active-row={index === active || undefined}
						aria-setsize={setSize}
						aria-posinset={index + 1}
						style={{ transform: `translateY(${start}px)` }}
						onClick={(event) => onPress(index, event)}
						className={clsx('absolute top-0 left-0 w-full', optionClass(index))}
					>
						{children(index)}
					</div>
				))}
			</div>
		</div>
	);
}
