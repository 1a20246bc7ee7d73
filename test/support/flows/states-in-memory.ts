import type { StateKeeper } from '../../../src/core/flows/run/checkpoint.ts';

/** What plugins save stays where it is. */
export const statesInMemory: StateKeeper = {
	keep: async (_component, state) => state,
	hold: async (_component, state) => ({ saved: state, letGo: () => undefined }),
	async read(saved) {
		if (saved instanceof Uint8Array) return saved;
		throw new Error(`${saved.file} is a file`);
	},
};
