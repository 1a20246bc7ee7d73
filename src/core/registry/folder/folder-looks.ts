import { nameOfEntry } from '../entry-name.ts';
import { lacksRoom, tellsNothing } from '../package/momentary.ts';
import type { RegistryContext } from '../registry-context.ts';
import { GrowingPauses } from './growing-pauses.ts';
import { reconcileEntry } from './reconcile-folder.ts';
import { isPackage, unpackEntry } from './unpack-entry.ts';
import type { PluginsFolderWatch } from './watch-plugins-folder.ts';

/** Entries of the plugins folder that are looked at at once when it is read. */
const SIDE_BY_SIDE = 8;

/** Looks at the entries of the plugins folder, and once more at those that may do better later. */
export class FolderLooks {
	readonly #context: RegistryContext;
	/** Of entries that are to be looked at again. */
	readonly #pauses = new GrowingPauses();
	/** Entries that could not be looked at; each is warned of once. */
	readonly #unknown = new Set<string>();

	constructor(context: RegistryContext) {
		this.#context = context;
	}

	/**
	 * Resolves to whether the same files are to be looked at once more, as what kept them from being used passes; rejects
	 * where nothing could be told of them. `anew`: also files that are known to be unusable.
	 */
	async look(entry: string, how: { readonly anew: boolean } = { anew: false }): Promise<boolean> {
		if (!isPackage(entry)) {
			return this.#context.turns.run(nameOfEntry(entry), () => reconcileEntry(this.#context, entry, how));
		}
		const { folder, isPassing } = await unpackEntry(this.#context, entry, how);
		return folder === null ? isPassing : this.look(folder, how);
	}

	/** A few at a time: each holds a module in memory. Resolves to those that are to be looked at once more. */
	async all(entries: Iterable<string>): Promise<readonly string[]> {
		const waiting = [...entries];
		const again: string[] = [];
		const one = async (): Promise<void> => {
			for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
				const looked = entry;
				const isAgain = await this.look(looked).catch((error: unknown) => {
					if (!tellsNothing(error) && !lacksRoom(error)) throw error;
					return true;
				});
				if (isAgain) again.push(looked);
			}
		};
		await Promise.all(Array.from({ length: SIDE_BY_SIDE }, one));
		return again;
	}

	/** What cannot be told now is looked at again after a while, and then after a longer one. */
	async untilKnown(entry: string, watch: () => PluginsFolderWatch | null): Promise<void> {
		const isAgain = await this.look(entry).then(
			(again) => {
				this.#unknown.delete(entry);
				return again;
			},
			(error: unknown) => {
				if (!this.#unknown.has(entry)) process.emitWarning(String(error));
				this.#unknown.add(entry);
				return true;
			},
		);
		if (isAgain) this.later(entry, watch());
		else this.#pauses.end(entry);
	}

	later(entry: string, watch: PluginsFolderWatch | null): void {
		watch?.lookAgain(entry, this.#pauses.next(entry));
	}
}
