import { z } from 'zod';
import type { SettingsStore } from '../store/store.ts';

/** How long a notice is shown unless somebody dismisses it, ms. */
const SHOWN_FOR_MS = 7 * 24 * 60 * 60 * 1000;
const KEY = 'notice';

const at = z.number();
/** Older versions kept all of them as one text. */
const keptSchema = z.union([z.object({ texts: z.array(z.string()), at }), z.object({ text: z.string(), at })]);

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
		const texts = [...new Set([...this.#texts(), text])];
		this.#settings.set(KEY, { texts, at: this.#now() });
	}

	list(): readonly string[] {
		const texts = this.#texts();
		return texts.length === 0 ? [] : [texts.join(' ')];
	}

	#texts(): readonly string[] {
		const kept = this.#settings.get(KEY);
		const parsed = keptSchema.safeParse(kept);
		if (!parsed.success || this.#now() - parsed.data.at >= SHOWN_FOR_MS) return [];
		const { data } = parsed;
		return 'texts' in data ? data.texts : [data.text];
	}

	dismiss(): void {
		this.#settings.set(KEY, null);
	}
}
