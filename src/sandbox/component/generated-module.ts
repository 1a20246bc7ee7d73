import { registerHooks } from 'node:module';

/** Runs a module that the transpiler wrote, and answers with what it exports. Rejects with what keeps it from running. */
export type LoadGenerated = (source: Uint8Array) => Promise<Readonly<Record<string, unknown>>>;

/**
 * Refuses every module from now on, but for those that `LoadGenerated` is given: each is known by a name of its own,
 * which is good for one import that is under way. What such a module imports itself is refused like everything else: when
 * its imports are looked up its own name is good no longer.
 *
 * @param refuse throws
 */
export function refuseModules(refuse: (specifier: string) => never): LoadGenerated {
	let expected: { readonly url: string; readonly source: Uint8Array } | null = null;
	let count = 0;
	registerHooks({
		resolve(specifier) {
			if (expected?.url !== specifier) return refuse(specifier);
			return { url: specifier, format: 'module', shortCircuit: true };
		},
		load(url) {
			if (expected?.url !== url) return refuse(url);
			const { source } = expected;
			expected = null;
			return { format: 'module', source, shortCircuit: true };
		},
	});
	return async (source) => {
		count += 1;
		const url = `dataflare-generated:${count}`;
		expected = { url, source };
		try {
			return (await import(url)) as Readonly<Record<string, unknown>>;
		} finally {
			expected = null;
		}
	};
}
