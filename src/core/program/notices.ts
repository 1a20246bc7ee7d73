import { z } from 'zod';
import type { Remark } from '../../shared/errors/remark.ts';
import { remarkColumn } from '../store/rows/row-schemas.ts';
import type { SettingsStore } from '../store/settings-store.ts';

/** How long a notice is shown unless somebody dismisses it, ms. */
const SHOWN_FOR_MS = 7 * 24 * 60 * 60 * 1000;
const KEY = 'notice';

const at = z.number();
/** Older versions kept sentences, or all of them as one. */
const keptSchema = z.union([
	z.object({ remarks: z.array(remarkColumn), at }),
	z.object({ texts: z.array(remarkColumn), at }).transform(({ texts, at }) => ({ remarks: texts, at })),
	z.object({ text: remarkColumn, at }).transform(({ text, at }) => ({ remarks: [text], at })),
]);

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

	/** Beside what is still shown; `instead`: it says that one's as well. */
	add(remark: Remark, instead: Remark | null = null): void {
		const others = this.list().filter(({ text }) => text !== remark.text && text !== instead?.text);
		this.#settings.set(KEY, { remarks: [...others, remark], at: this.#now() });
	}

	list(): readonly Remark[] {
		const kept = this.#settings.get(KEY);
		const parsed = keptSchema.safeParse(kept);
		if (!parsed.success || this.#now() - parsed.data.at >= SHOWN_FOR_MS) return [];
		return parsed.data.remarks;
	}

	dismiss(): void {
		this.#settings.set(KEY, null);
	}
}
