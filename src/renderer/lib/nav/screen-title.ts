import { useEffect, useSyncExternalStore } from 'react';
import { Emitter } from '../../../shared/emitter.ts';
import { plainText } from '../text/plain-text.ts';

/** Of a name, so that the beginning of the next part can be seen in a tab; characters. */
const MAX_TITLE = 120;

let current = '';
const changes = new Emitter<{ readonly title: undefined }>();

/** What the screen is called, for as long as it is shown: the window's title says it. */
export function useScreenTitle(title: string): void {
	useEffect(() => {
		current = plainText(title.slice(0, MAX_TITLE));
		changes.emit('title', undefined);
	}, [title]);
}

const read = (): string => current;

/** What the screen that is shown is called; empty before the first one. */
export function useCurrentTitle(): string {
	return useSyncExternalStore((listener) => changes.on('title', listener), read, read);
}
