import { useSyncExternalStore } from 'react';
import { Emitter } from '../../../../shared/emitter.ts';

const changes = new Emitter<{ readonly inputs: undefined }>();
/**
 * What a person gave components as input of trials, by flow and component. It may be anything, so it is written nowhere:
 * it stays for as long as the page lives, whatever runs in between.
 */
const inputs = new Map<string, string>();

/** The input that a component is tried on in the place of what was recorded; null: there is none. */
export function useOwnInput(flow: string, component: string): readonly [string | null, (text: string | null) => void] {
	const key = JSON.stringify([flow, component]);
	const text = useSyncExternalStore(
		(listener) => changes.on('inputs', listener),
		() => inputs.get(key) ?? null,
	);
	return [
		text,
		(next) => {
			if (next === null) inputs.delete(key);
			else inputs.set(key, next);
			changes.emit('inputs', undefined);
		},
	];
}
