import { useSyncExternalStore } from 'react';
import { WantedEnds } from './wanted-ends.ts';

/** Those of this window, which tells the others and hears from them. */
export const wantedEnds = new WantedEnds(new BroadcastChannel('dataflare-wanted-ends'), sessionStorage);

const subscribe = (listener: () => void): (() => void) => wantedEnds.onChange(listener);

const read = (): readonly string[] => wantedEnds.ids;

/** The runs whose end a person wants to be told of. */
export function useWantedEnds(): readonly string[] {
	return useSyncExternalStore(subscribe, read, read);
}
