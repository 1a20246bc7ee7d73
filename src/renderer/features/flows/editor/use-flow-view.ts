import { useState } from 'react';
import { BESIDE, TALL, useMedia } from '../../../lib/hooks/use-media.ts';

export type FlowView = 'canvas' | 'list';

const SLOT = 'dataflare-flow-view';

function kept(): FlowView | null {
	try {
		const word = localStorage.getItem(SLOT);
		return word === 'canvas' || word === 'list' ? word : null;
	} catch {
		return null;
	}
}

/** Canvas or list: as a person chose it last, and a list where a canvas would have no room. */
export function useFlowView(): readonly [FlowView, (view: FlowView) => void] {
	const [chosen, setChosen] = useState(kept);
	const hasRoom = [useMedia(BESIDE), useMedia(TALL)].every(Boolean);
	/** In a window without room for the canvas, what was chosen in that window. */
	const [chosenHere, setHere] = useState<FlowView | null>(null);
	const view = hasRoom ? (chosen ?? 'canvas') : (chosenHere ?? 'list');
	return [
		view,
		(next) => {
			if (!hasRoom) return setHere(next);
			setChosen(next);
			try {
				localStorage.setItem(SLOT, next);
			} catch {
				// It holds for as long as the page lives.
			}
		},
	];
}
