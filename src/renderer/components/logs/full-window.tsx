import clsx from 'clsx';
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react';

/**
 * A part of a screen that can take the whole window: the platform's own modal dialog, so that nothing behind it is reached
 * by keys or a reader, and what is in it stays as it is on the way there and back.
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
	const dialog = useRef<HTMLDialogElement>(null);
	useLayoutEffect(() => {
		const { current } = dialog;
		if (current === null || !isFull) return;
		const focused = document.activeElement;
		current.open = false;
		current.showModal();
		if (focused instanceof HTMLElement && current.contains(focused)) focused.focus();
		return () => {
			const within = document.activeElement;
			current.close();
			current.open = true;
			if (within instanceof HTMLElement && current.contains(within)) within.focus();
		};
	}, [isFull]);
	return (
		<dialog
			ref={dialog}
			open
			role={isFull ? undefined : 'region'}
			aria-label={label}
			onKeyDown={onKeyDown}
			// Escape.
			onCancel={(event) => {
				event.preventDefault();
				onLeave();
			}}
			data-takes-focus
			className={clsx(
				'm-0 flex min-h-0 w-full max-w-none flex-1 flex-col border-0 p-0 text-text',
				isFull ? 'fixed inset-0 h-full max-h-none bg-panel' : 'static bg-transparent',
			)}
		>
			{children}
		</dialog>
	);
}
