import { useSyncExternalStore } from 'react';
import { Emitter } from '../../../../shared/emitter.ts';
import { MAX_TRIAL_BYTES } from '../../../../shared/flow/trial-limits.ts';
import type { ComponentId, FlowDocument } from '../model/document.ts';

/** Of all that is kept; what was written longest ago gives way first. bytes */
const MOST_BYTES = 4 * MAX_TRIAL_BYTES;

interface OwnInput {
	readonly draft: string;
	readonly component: ComponentId;
	/** What the component was called when its flow was last seen; null: the flow had it no more. */
	readonly name: string | null;
	readonly text: string;
	readonly bytes: number;
}

const changes = new Emitter<{ readonly inputs: undefined }>();
/**
 * What a person gave components as input of trials, what was written last at the end. It may be anything, so it is written
 * nowhere: it stays until it is discarded, with its draft or by itself, and no longer than the page lives.
 */
let inputs: readonly OwnInput[] = [];

function keep(next: readonly OwnInput[]): void {
	inputs = next;
	changes.emit('inputs', undefined);
}

/** By the ids of the draft (`drafts.ts`) and of the component in it; null: there is none. */
export function ownInput(draft: string, component: ComponentId): string | null {
	return inputs.find((each) => each.draft === draft && each.component === component)?.text ?? null;
}

/** False: it has more bytes than a trial takes (`MAX_TRIAL_BYTES`), and what was there stays. Null: there is to be none. */
export function setOwnInput(
	draft: string,
	{ id, name }: { readonly id: ComponentId; readonly name: string },
	text: string | null,
): boolean {
	// No character has less than a byte.
	const bytes = text === null || text.length > MAX_TRIAL_BYTES ? 0 : new TextEncoder().encode(text).length;
	if (text !== null && (text.length > MAX_TRIAL_BYTES || bytes > MAX_TRIAL_BYTES)) return false;
	const next = inputs.filter((each) => each.draft !== draft || each.component !== id);
	if (text !== null) next.push({ draft, component: id, name, text, bytes });
	let total = next.reduce((sum, each) => sum + each.bytes, 0);
	while (total > MOST_BYTES) total -= next.shift()?.bytes ?? 0;
	keep(next);
	return true;
}

/**
 * A flow as it is edited now. A flow that is opened again has other ids where it has no draft: there a component gets the
 * input of the one that was called so when the flow was left.
 */
export function followOwnInputs(draft: string, { components }: FlowDocument): void {
	const isOf = (each: OwnInput): boolean => each.draft === draft;
	if (!inputs.some(isOf)) return;
	keep(
		inputs.map((each) => {
			if (!isOf(each)) return each;
			const component =
				components.find(({ id }) => id === each.component) ??
				components.find(({ id, name }) => name === each.name && ownInput(draft, id) === null);
			return { ...each, component: component?.id ?? each.component, name: component?.name ?? null };
		}),
	);
}

/** A draft is known by another id from now on. */
export function moveOwnInputs(from: string, to: string): void {
	if (from === to || !inputs.some(({ draft }) => draft === from)) return;
	keep(inputs.map((each) => (each.draft === from ? { ...each, draft: to } : each)));
}

/** A draft or its flow is given up. */
export function dropOwnInputs(draft: string): void {
	if (inputs.some((each) => each.draft === draft)) keep(inputs.filter((each) => each.draft !== draft));
}

/** The input that a component is tried on in the place of what was recorded; null: there is none. */
export function useOwnInput(draft: string, component: ComponentId): string | null {
	return useSyncExternalStore(
		(listener) => changes.on('inputs', listener),
		() => ownInput(draft, component),
	);
}
