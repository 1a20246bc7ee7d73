import { createContext, type ReactNode, useContext, useState } from 'react';
import { partLater } from '../lib/load-later.tsx';
import { ToastQueue, type Toasts } from './toast-queue.ts';

const ToastContext = createContext<Toasts | null>(null);

export function useToasts(): Toasts {
	const toasts = useContext(ToastContext);
	if (toasts === null) throw new Error('useToasts outside of ToastProvider');
	return toasts;
}

/**
 * What a dialog does when a person agrees: says what was done and closes it. What fails leaves it open: the dialog shows
 * the error of the action itself.
 */
export function useSubmit(onClose: () => void): <T>(work: Promise<T>, done: (answer: T) => string) => Promise<void> {
	const toasts = useToasts();
	return (work, done) =>
		work.then(
			(answer) => {
				toasts.done(() => done(answer));
				onClose();
			},
			() => {
				// Told in the dialog.
			},
		);
}

const ToastList = partLater(async () => (await import('./toast-list.tsx')).ToastList);

/** What shows toasts comes when the first picture is there: a screen reader hears only of what came after it. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
	const [queue] = useState(() => new ToastQueue());
	return (
		<ToastContext value={queue}>
			{children}
			<ToastList queue={queue} />
		</ToastContext>
	);
}
