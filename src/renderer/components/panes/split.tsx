import clsx from 'clsx';
import { type CSSProperties, type ReactNode, useId, useRef, useState } from 'react';
import type { PaneName } from '../../../shared/api/layout.ts';
import { usePane } from '../../lib/hooks/use-pane.ts';
import { shareOf } from './shares.ts';
import { Splitter } from './splitter.tsx';

/**
 * Two panes beside or above each other with a line between them that a person moves. What they chose is remembered. Where
 * there is no room for that (`isOff`), the panes lie as their classes say.
 */
export function Split({
	pane: name,
	label,
	sized = 0,
	axis,
	least,
	leastRest,
	isOff = false,
	className,
	paneClasses,
	children,
}: {
	readonly pane: PaneName;
	/** What the line moves, for the screen reader. */
	readonly label: string;
	/** Which of the two has the size that is remembered. */
	readonly sized?: 0 | 1;
	/** `x`: beside each other. */
	readonly axis: 'x' | 'y';
	/** px of the sized pane, and of its neighbour. */
	readonly least: number;
	readonly leastRest: number;
	readonly isOff?: boolean;
	readonly className?: string;
	/** Of either pane; what they say of its size holds until a person moves the line. */
	readonly paneClasses: readonly [string, string];
	readonly children: readonly [ReactNode, ReactNode];
}) {
	const id = useId();
	const frame = useRef<HTMLDivElement>(null);
	const [kept, change] = usePane(name);
	/** While the line is moved. */
	const [draft, setDraft] = useState<{ readonly share: number; readonly collapsed: boolean } | null>(null);
	const now = draft ?? kept;
	const isCollapsed = !isOff && now.collapsed;
	const styleOf = (index: number): CSSProperties | undefined => {
		if (isOff) return undefined;
		const atLeast = axis === 'x' ? 'minWidth' : 'minHeight';
		if (index !== sized) return { flex: '1 1 0', [atLeast]: leastRest };
		return now.share === undefined ? undefined : { flex: `0 1 ${now.share * 100}%`, [atLeast]: least };
	};
	const panes = children.map((child, index) => (
		<div
			// biome-ignore lint/suspicious/noArrayIndexKey: there are always these two
			key={index}
			id={`${id}-${index}`}
			hidden={isCollapsed && index === sized}
			style={styleOf(index)}
			className={clsx(paneClasses[index], isCollapsed && index === sized && 'hidden!')}
		>
			{child}
		</div>
	));
	return (
		<div ref={frame} className={className}>
			{panes[0]}
			{!isOff && (
				<Splitter
					label={label}
					axis={axis}
					sized={sized}
					paneId={`${id}-${sized}`}
					isCollapsed={isCollapsed}
					roomOf={() => ({
						whole: (axis === 'x' ? frame.current?.clientWidth : frame.current?.clientHeight) ?? 0,
						least,
						leastRest,
					})}
					onDraft={setDraft}
					onMove={(px, room) => change({ share: shareOf(px, room), collapsed: false })}
					onReset={() => change({ collapsed: false })}
					onCollapse={(collapsed) => change({ ...kept, collapsed })}
				/>
			)}
			{panes[1]}
		</div>
	);
}
