import type { StateStore } from '../store/store.ts';

/** Key-value state that lives as long as the program: for the library, which keeps no database. */
export function memoryState(): StateStore {
	const plugins = new Map<string, Map<string, Uint8Array>>();
	const of = (plugin: string): Map<string, Uint8Array> => {
		const values = plugins.get(plugin) ?? new Map<string, Uint8Array>();
		plugins.set(plugin, values);
		return values;
	};
	return {
		get: (plugin, key) => of(plugin).get(key) ?? null,
		set(plugin, key, value, quotaBytes) {
			const values = of(plugin);
			if (value.length === 0) {
				values.delete(key);
				return true;
			}
			let used = Buffer.byteLength(key) + value.length;
			for (const [other, kept] of values) if (other !== key) used += Buffer.byteLength(other) + kept.length;
			if (used > quotaBytes) return false;
			values.set(key, value.slice());
			return true;
		},
		clear: (plugin) => void plugins.delete(plugin),
	};
}
