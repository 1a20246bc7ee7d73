import { createContext, type ReactNode, useContext, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { HeardKey } from '../../../shared/face/keys.ts';
import type { Command } from './command.ts';
import { type Layer, TakenKeys, windowLayer } from './taken-keys.ts';

/** The page's own; there is one page. */
export const takenKeys = new TakenKeys();

const LayerContext = createContext<Layer>(windowLayer);

/** What is drawn within is above everything else: keys are for it alone. Stands in whatever is modal. */
export function KeyLayer({ children }: { readonly children: ReactNode }) {
	const [layer] = useState(() => Symbol('dialog'));
	useLayoutEffect(() => takenKeys.open(layer), [layer]);
	return <LayerContext value={layer}>{children}</LayerContext>;
}

const none: readonly Command[] = [];

/** Takes keys for as long as the component is drawn; what was drawn last has them. */
export function useKeys(keys: Readonly<Partial<Record<HeardKey, () => void>>>): void {
	useOffer(none, keys);
}

/** Offers what can be done with what the component shows, in the palette and by the commands' keys. */
export function useCommandsHere(commands: readonly Command[]): void {
	useOffer(commands, {});
}

function useOffer(commands: readonly Command[], keys: Readonly<Partial<Record<HeardKey, () => void>>>): void {
	const layer = useContext(LayerContext);
	const newest = useRef({ commands, keys });
	useLayoutEffect(() => {
		newest.current = { commands, keys };
	});
	useEffect(
		() => takenKeys.offer({ layer, commands: () => newest.current.commands, keys: () => newest.current.keys }),
		[layer],
	);
}
