import { resolve } from 'node:path';

/**
 * Small files by the hundred, of which little is used: looking them up and reading them was a quarter of a start. What
 * stays outside is native, Electron's own, or one that is loaded when it is first needed.
 */
const bundled = [
	'cli-progress',
	'cli-table3',
	'commander',
	'croner',
	'env-paths',
	'fastest-levenshtein',
	'ipaddr.js',
	'pidusage',
	're2js',
	'semver',
	'string-width',
	'yauzl',
	'yazl',
	'zod',
];

/**
 * How whatever runs in Node is built. `root`: the checkout, which a configuration knows and what it is bundled with does
 * not. `inputs`: below it, by the names of their entries.
 */
export function nodeBuild(root: string, outDir: string, inputs: Readonly<Record<string, string>>) {
	return {
		outDir,
		externalizeDeps: { exclude: bundled },
		sourcemap: true,
		minify: false,
		rollupOptions: {
			input: Object.fromEntries(Object.entries(inputs).map(([name, path]) => [name, resolve(root, path)])),
			output: { format: 'es', entryFileNames: '[name].mjs' },
			// How long plugins took is no news for whoever builds on a busy machine.
			checks: { bundlerTimings: false },
		},
	} as const;
}

/** The page's bridge in Electron, for the product and for development alike. */
export const preloadBuild = (root: string) =>
	({
		isolatedEntries: true,
		externalizeDeps: false,
		outDir: 'out/preload',
		rollupOptions: {
			input: { index: resolve(root, 'src/preload/index.ts') },
			// A sandboxed preload script is CommonJS: Electron loads no ES modules there.
			output: { format: 'cjs', entryFileNames: '[name].cjs' },
		},
	}) as const;
