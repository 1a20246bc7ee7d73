import { useVirtualizer } from '@tanstack/react-virtual';
import clsx from 'clsx';
import { type ReactNode, useRef } from 'react';

const LINE_PX = 18;

/** Lines in any number, of which only those that are seen are drawn. Its height is what it needs, up to `maxHeight` px. */
export function LineWindow({
	count,
	label,
	maxHeight,
	framePx,
	className,
	children,
}: {
	readonly count: number;
	readonly label: string;
	readonly maxHeight: number;
	/** What the box takes above and below its lines, px. */
	readonly framePx: number;
	readonly className?: string;
	/** Draws a line. */
	children(index: number): ReactNode;
}) {
	const scroller = useRef<HTMLElement>(null);
	const lines = useVirtualizer({
		count,
		getScrollElement: () => scroller.current,
		estimateSize: () => LINE_PX,
		overscan: 10,
	});
	return (
		<section
			ref={scroller}
			aria-label={label}
			// biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
			tabIndex={0}
			data-scrolls-across
			style={{ height: Math.min(maxHeight, count * LINE_PX + framePx) }}
			className={clsx('overflow-auto rounded-base border border-line font-mono text-small', className)}
		>
			<div className="relative w-max min-w-full" style={{ height: lines.getTotalSize() }}>
				{lines.getVirtualItems().map(({ index, start }) => (
					<div
						key={index}
						className="absolute top-0 left-0 h-[18px] min-w-full leading-[18px] whitespace-pre"
						style={{ transform: `translateY(${start}px)` }}
					>
						{children(index)}
					</div>
				))}
			</div>
		</section>
	);
}
