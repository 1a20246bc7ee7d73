import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';
import { type DataFlareError, toDataFlareError } from '../../shared/errors/errors.ts';
import { partLater } from '../lib/load-later.tsx';
import { sentencesOf } from '../lib/text/failure-text.ts';
import { plainText } from '../lib/text/plain-text.ts';
import { useFailureText } from '../lib/text/use-failure-text.ts';

/** Said anew whenever the language changes. */
type Words = () => string;

interface ToastAction {
	readonly label: Words;
	onPress(): void;
}

interface Toasts {
	/** Something was done; `action` undoes it or leads on. */
	done(title: Words, action?: ToastAction): void;
	/** Something failed; stays until it is closed. */
	failed(title: Words, error: unknown): void;
}

export interface Said {
	readonly title: Words;
	readonly action?: ToastAction | undefined;
	/** Null: it is done. */
	readonly error: DataFlareError | null;
}

export const say = (words: Words): string => plainText(words());

/** What is said while nobody shows it yet waits here: the part of the page that does comes later. */
export class ToastQueue implements Toasts {
	#waiting: Said[] = [];
	#taker: ((said: Said) => void) | null = null;

	done(title: Words, action?: ToastAction): void {
		this.#say({ title, action, error: null });
	}

	failed(title: Words, error: unknown): void {
		this.#say({ title, error: toDataFlareError(error) });
	}

	/** Whoever shows what is said. What this answers with ends it. */
	takenBy(taker: (said: Said) => void): () => void {
		this.#taker = taker;
		for (const said of this.#waiting.splice(0)) taker(said);
		return () => {
			if (this.#taker === taker) this.#taker = null;
		};
	}

	#say(said: Said): void {
		if (this.#taker === null) this.#waiting.push(said);
		else this.#taker(said);
	}
}

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

export function useErrorText(): (error: DataFlareError) => string {
	const textOf = useFailureText();
	return useCallback((error) => plainText(sentencesOf(textOf(error)).slice(0, 1000)), [textOf]);
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
