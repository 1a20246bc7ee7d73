import clsx from 'clsx';
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react';

/**
 * A part of a screen that can take the whole window: the same element in the page's top layer, so that what is in it stays
 * as it is on the way there and back. What is behind is reached neither by keys nor by a reader meanwhile.
 */
export function FullWindow({
	isFull,
	label,
	onLeave,
	onKeyDown,
	children,
}: {
	readonly isFull: boolean;
	readonly label: string;
	onLeave(): void;
	onKeyDown(event: KeyboardEvent): void;
	readonly children: ReactNode;
}) {
	const part = useRef<HTMLElement>(null);
	useLayoutEffect(() => {
		const { current } = part;
		if (current === null || !isFull) return;
		const around = besides(current);
		for (const element of around) element.inert = true;
		current.popover = 'manual';
		current.showPopover();
		return () => {
			current.hidePopover();
			current.popover = null;
			for (const element of around) element.inert = false;
		};
	}, [isFull]);
	return (
		<section
			ref={part}
			{...(isFull ? { role: 'dialog', 'aria-modal': true } : {})}
			aria-label={label}
			onKeyDown={(event) => {
				if (isFull && event.key === 'Escape') {
					event.preventDefault();
					onLeave();
				} else onKeyDown(event);
			}}
			className={clsx(
				'flex min-h-0 flex-1 flex-col',
				isFull && 'fixed inset-0 m-0 h-full w-full border-0 bg-panel p-0 text-text',
			)}
		>
			{children}
		</section>
	);
}

/** All that stands beside an element, and beside what it is in, up to the page; but for what is kept from people already. */
function besides(element: HTMLElement): readonly HTMLElement[] {
	const found: HTMLElement[] = [];
	for (let at = element; at.parentElement !== null && at !== document.body; at = at.parentElement) {
		for (const other of at.parentElement.children) {
			if (other !== at && other instanceof HTMLElement && !other.inert) found.push(other);
		}
	}
	return found;
}
