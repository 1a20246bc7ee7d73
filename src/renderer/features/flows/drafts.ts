import { useSyncExternalStore } from 'react';
import { Emitter } from '../../../shared/emitter.ts';
import type { FlowDocument } from './model/document.ts';

/** A flow with changes that are not saved. They stay, whatever becomes of the page, until they are saved or discarded. */
export interface Draft {
	/** Of a flow that is kept: `kept:` and its name. */
	readonly id: string;
	/** Of the flow that it changes; null: it is new. */
	readonly kept: { readonly name: string; readonly version: number } | null;
	readonly document: FlowDocument;
	/** Unix ms. */
	readonly at: number;
}

const KEPT = 'kept:';

export const keptDraftId = (name: string): string => `${KEPT}${name}`;

/** The name of the flow that a draft changes, by the draft's id; null: it is a new one, or there is none. */
export function keptNameOf(id: string | null): string | null {
	return id?.startsWith(KEPT) === true ? id.slice(KEPT.length) : null;
}

const SLOT = 'dataflare-flow-drafts';
const changes = new Emitter<{ readonly drafts: undefined }>();

let drafts: readonly Draft[] | null = null;

function read(): readonly Draft[] {
	if (drafts !== null) return drafts;
	try {
		const stored = JSON.parse(localStorage.getItem(SLOT) ?? '[]') as unknown;
		drafts = Array.isArray(stored) ? stored.filter(isDraft) : [];
	} catch {
		drafts = [];
	}
	return drafts;
}

function isDraft(value: unknown): value is Draft {
	const { id, document } = (typeof value === 'object' && value !== null ? value : {}) as Partial<Draft>;
	return (
		typeof id === 'string' && typeof document === 'object' && document !== null && Array.isArray(document.components)
	);
}

function write(next: readonly Draft[]): void {
	drafts = next;
	try {
		localStorage.setItem(SLOT, JSON.stringify(next));
	} catch {
		// They stay for as long as the page lives.
	}
	changes.emit('drafts', undefined);
}

function subscribe(listener: () => void): () => void {
	// Another tab changed them.
	const reread = (event: StorageEvent): void => {
		if (event.key !== SLOT) return;
		drafts = null;
		listener();
	};
	addEventListener('storage', reread);
	const stop = changes.on('drafts', listener);
	return () => {
		removeEventListener('storage', reread);
		stop();
	};
}

export function draftOf(id: string): Draft | null {
	return read().find((draft) => draft.id === id) ?? null;
}

export function keepDraft(draft: Draft): void {
	write([draft, ...read().filter(({ id }) => id !== draft.id)]);
}

export function dropDraft(id: string): void {
	if (draftOf(id) !== null) write(read().filter((draft) => draft.id !== id));
}

/** The last that was changed first. */
export function useDrafts(): readonly Draft[] {
	return useSyncExternalStore(subscribe, read);
}
