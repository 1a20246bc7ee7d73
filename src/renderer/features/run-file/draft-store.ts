import { useSyncExternalStore } from 'react';
import { Emitter } from '../../../shared/emitter.ts';
import { changed, type Draft, emptyDraft } from './draft.ts';

/** A run that was started here. */
export interface Started {
	readonly id: string;
	/** Where its output goes; null: nowhere, or where its plugins say. */
	readonly output: { readonly kind: 'download' | 'file'; readonly path: string } | null;
}

interface Kept {
	readonly draft: Draft;
	/** The newest. */
	readonly started: Started | null;
}

/** Of this tab: a form that is left and come back to, and the run that it started, stay as they were. */
const SLOT = 'dataflare-run-file';

let kept: Kept | null = null;
const changes = new Emitter<{ readonly draft: undefined }>();
const subscribe = (listener: () => void): (() => void) => changes.on('draft', listener);

function read(face: 'electron' | 'browser'): Kept {
	if (kept !== null) return kept;
	const empty: Kept = { draft: emptyDraft(face), started: null };
	try {
		const stored = JSON.parse(sessionStorage.getItem(SLOT) ?? '{}') as Partial<Kept>;
		kept = { draft: { ...empty.draft, ...stored.draft }, started: stored.started ?? null };
	} catch {
		kept = empty;
	}
	return kept;
}

function write(next: Kept): void {
	kept = next;
	try {
		sessionStorage.setItem(SLOT, JSON.stringify(next));
	} catch {
		// It is kept for as long as the page lives.
	}
	changes.emit('draft', undefined);
}

export function useDraft(face: 'electron' | 'browser'): {
	readonly draft: Draft;
	readonly started: Started | null;
	change(change: Partial<Draft>): void;
	replace(draft: Draft): void;
	setStarted(started: Started | null): void;
} {
	const now = useSyncExternalStore(subscribe, () => read(face));
	return {
		...now,
		change: (change) => write({ ...read(face), draft: changed(read(face).draft, change) }),
		replace: (draft) => write({ ...read(face), draft }),
		setStarted: (started) => write({ ...read(face), started }),
	};
}
