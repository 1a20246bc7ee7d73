import type { HeardKey } from '../../../shared/face/keys.ts';
import { type Command, perform } from './command.ts';

/** What is drawn above what: the window, a dialog above it, one above that. The topmost alone hears keys. */
export type Layer = symbol;

export const windowLayer: Layer = Symbol('window');

/** What one part of the page offers for as long as it is drawn. Read when it is wanted, so that it is never old. */
export interface Offer {
	readonly layer: Layer;
	/** Can be done there: in the palette, and by their keys. */
	readonly commands: () => readonly Command[];
	/** Heard there without being a command of the palette. */
	readonly keys: () => Readonly<Partial<Record<HeardKey, () => void>>>;
}

/** Who takes which key, and what can be done on what is shown. */
export class TakenKeys {
	readonly #layers: Layer[] = [windowLayer];
	readonly #offers: Offer[] = [];

	/** A dialog is there; what it answers with is called when it is gone. */
	open(layer: Layer): () => void {
		this.#layers.push(layer);
		return () => void this.#layers.splice(this.#layers.lastIndexOf(layer), 1);
	}

	offer(offer: Offer): () => void {
		this.#offers.push(offer);
		return () => void this.#offers.splice(this.#offers.indexOf(offer), 1);
	}

	/** Whether only the window is there. */
	get isPlain(): boolean {
		return this.#layers.length === 1;
	}

	/** What can be done in a layer, the part that was drawn first at first. */
	commandsOf(layer: Layer): readonly Command[] {
		const all = this.#offers.filter((offer) => offer.layer === layer).flatMap(({ commands }) => commands());
		return [...new Map(all.map((command) => [command.id, command])).values()];
	}

	/** Has the topmost layer's newest part that takes the key do what it does. False: nobody takes it there. */
	press(key: HeardKey): boolean {
		const top = this.#layers.at(-1);
		for (const offer of this.#offers.toReversed()) {
			if (offer.layer !== top) continue;
			const act = offer.keys()[key];
			if (act !== undefined) {
				act();
				return true;
			}
			const command = offer.commands().find((one) => one.key === key);
			if (command !== undefined && command.disabled !== true) {
				perform(command);
				return true;
			}
		}
		return false;
	}
}
