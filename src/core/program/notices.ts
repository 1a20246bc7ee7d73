import type { SettingsStore } from '../store/store.ts';

/** How long a notice is shown unless somebody dismisses it, ms. */
const SHOWN_FOR_MS = 7 * 24 * 60 * 60 * 1000;
const KEY = 'notice';

/**
 * What a person should know of the data, e.g. that a damaged history was set aside. Kept in the history that was begun
 * anew, so that whoever looks next hears of it, too.
 */
export class Notices {
	readonly #settings: SettingsStore;
	readonly #now: () => number;

	constructor(settings: SettingsStore, now: () => number) {
		this.#settings = settings;
		this.#now = now;
	}

	/** Beside what is still shown. */
	add(text: string): void {
		const [shown = ''] = this.list();
		const whole = shown.includes(text) ? shown : `${shown} ${text}`.trim();
		this.#settings.set(KEY, { text: whole, at: this.#now() });
	}

	list(): readonly string[] {
		const kept = this.#settings.get(KEY);
		if (typeof kept !== 'object' || kept === null || !('text' in kept)) return [];
		const { text, at } = kept;
		return typeof text === 'string' && this.#now() - Number(at) < SHOWN_FOR_MS ? [text] : [];
	}

	dismiss(): void {
		this.#settings.set(KEY, null);
	}
}
