import { useCallback } from 'react';
import { type DataFlareError, toDataFlareError } from '../../shared/errors/errors.ts';
import { sentencesOf } from '../lib/text/failure-text.ts';
import { plainText } from '../lib/text/plain-text.ts';
import { useFailureText } from '../lib/text/use-failure-text.ts';

/** Said anew whenever the language changes. */
type Words = () => string;

interface ToastAction {
	readonly label: Words;
	onPress(): void;
}

export interface Toasts {
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

export function useErrorText(): (error: DataFlareError) => string {
	const textOf = useFailureText();
	return useCallback((error) => plainText(sentencesOf(textOf(error)).slice(0, 1000)), [textOf]);
}
