import type { StateStore } from '../store/plugins/state-store.ts';

interface Kept {
	readonly values: Map<string, Uint8Array>;
	/** Keys and values together. */
	bytes: number;
}

/** Key-value state that lives as long as the program: for the library, which keeps no database. */
export function memoryState(): StateStore {
	const plugins = new Map<string, Kept>();
	const of = (plugin: string): Kept => {
		const kept = plugins.get(plugin) ?? { values: new Map<string, Uint8Array>(), bytes: 0 };
		plugins.set(plugin, kept);
		return kept;
	};
	return {
		get: (plugin, key) => of(plugin).values.get(key) ?? null,
		set(plugin, key, value, quotaBytes) {
			const kept = of(plugin);
			const before = kept.values.get(key);
			const others = kept.bytes - (before === undefined ? 0 : Buffer.byteLength(key) + before.length);
			const bytes = value.length === 0 ? 0 : Buffer.byteLength(key) + value.length;
			if (bytes > 0 && others + bytes > quotaBytes) return false;
			if (bytes === 0) kept.values.delete(key);
			else kept.values.set(key, value.slice());
			kept.bytes = others + bytes;
			return true;
		},
		clear: (plugin) => void plugins.delete(plugin),
	};
}
