import type { ComponentExternal } from './component-outline.ts';

/** Variables of the code that links a component, each with a number behind it (jco-transpile does not step aside for names like these). */
const variables =
	/^(_?trampoline|callback|capturecnt|capturetable|exports|handletable|instanceflags|memory|module|postreturn|realloc|table)\d+$/;
const MOST_TOLD = 10;

/** Whether a function or an interface of such a name would take the place of something in the code that links. */
function isTaken(name: string): boolean {
	return name === 'arguments' || variables.test(name.replaceAll('-', '').toLowerCase());
}

/** `acme:tools/wand@1.0.0` goes by `wand`. */
const lastPart = (name: string): string => /([^/]*?)(@.*)?$/.exec(name)?.[1] ?? '';

/** Names of exports, and of what is in them, that a component cannot be linked with. At most 10. */
export function clashingNames(exports: readonly ComponentExternal[]): readonly string[] {
	const found = exports.flatMap(({ name, kind, functions }) => {
		// A promise takes what has a function `then` for another promise.
		if (kind === 'function') return name === 'then' || isTaken(name) ? [name] : [];
		if (kind !== 'instance') return [];
		return [...(isTaken(lastPart(name)) ? [name] : []), ...functions.filter(isTaken).map((fn) => `${name}#${fn}`)];
	});
	return found.slice(0, MOST_TOLD);
}
