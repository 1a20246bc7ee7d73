import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LockedPackage, lockedPackages, root } from './lock-file.ts';

/** Sources whose imports the build puts into the page's and the preload script's files. */
const bundled = ['src/renderer', 'src/preload'];
/** Shipped without being imported: the window's runtime, and the runtime inside the sample plugins. */
const others = ['electron', 'assemblyscript', '@bytecodealliance/jco-transpile'];
const specifier = /(?:from|import)\s+['"]([^'".][^'"]*)['"]/g;

/** Places of every package that a person gets: what is installed for production, what is bundled, and what those need. */
export function shippedPlaces(): readonly string[] {
	const locked = lockedPackages();
	const found = new Set<string>();
	const waiting = [...locked].flatMap(([place, { dev }]) => (dev === true ? [] : [place]));
	waiting.push(...[...importedNames(), ...others].map((name) => `node_modules/${name}`));
	for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
		const entry = locked.get(place);
		if (entry === undefined || found.has(place)) continue;
		found.add(place);
		// Of Electron and the compiler alone the package itself is shipped, not what installs or runs it.
		if (others.some((name) => place === `node_modules/${name}`)) continue;
		waiting.push(...needsOf(place, entry, locked));
	}
	// Declarations are for the compiler: nothing of them is in what is built.
	return [...found].filter((place) => !place.includes('/@types/')).sort();
}

/** Names of packages that the bundled sources import: `@scope/name` of `@scope/name/inner`. */
function importedNames(): ReadonlySet<string> {
	const names = new Set<string>();
	for (const folder of bundled) {
		for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
			if (!/\.(?:tsx?|css)$/.test(file) || /\.test\.tsx?$/.test(file)) continue;
			for (const [, text = ''] of readFileSync(join(root, folder, file), 'utf8').matchAll(specifier)) {
				names.add(
					text
						.split('/')
						.slice(0, text.startsWith('@') ? 2 : 1)
						.join('/'),
				);
			}
		}
	}
	return names;
}

/** Where Node would find what a package needs: beside it or above. */
function needsOf(
	place: string,
	{ dependencies = {} }: LockedPackage,
	locked: ReadonlyMap<string, LockedPackage>,
): readonly string[] {
	return Object.keys(dependencies).flatMap((name) => {
		for (let at = place; ; at = at.slice(0, at.lastIndexOf('/node_modules/'))) {
			const here = `${at}/node_modules/${name}`;
			if (locked.has(here)) return [here];
			if (!at.includes('/node_modules/')) return [`node_modules/${name}`];
		}
	});
}
