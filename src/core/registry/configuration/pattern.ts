import { RE2JS } from 're2js';

/** Parts of a compiled pattern: `(a{9}){9}` has as many as it can take characters. */
const MAX_PARTS = 1000;
/** All numbers of repetition of a pattern, multiplied: making a pattern takes as long as that is large. */
const MAX_REPEATED = 256;
const MAX_KEPT = 200;

const compiled = new Map<string, RE2JS | null>();

/**
 * Whether a text has the form of a plugin's `pattern`, in time that grows with `patternWork` alone: RE2 never goes back
 * in a text. True where the pattern is none that it takes, which `isPattern` tells.
 */
export function patternFits(pattern: string, text: string): boolean {
	return compile(pattern)?.matcher(text).find() ?? true;
}

/** What `patternFits` may cost, in parts of the pattern that are held against a character. */
export function patternWork(pattern: string, text: string): number {
	return (compile(pattern)?.programSize() ?? 0) * text.length;
}

/** Whether a `pattern` can be checked: no back references, no look-around, and not too large. */
export function isPattern(pattern: string): boolean {
	return compile(pattern) !== null;
}

function compile(pattern: string): RE2JS | null {
	const known = compiled.get(pattern);
	if (known !== undefined) return known;
	const made = attempt(pattern);
	if (compiled.size >= MAX_KEPT) compiled.clear();
	compiled.set(pattern, made);
	return made;
}

function attempt(pattern: string): RE2JS | null {
	let repeated = 1;
	for (const [, least = '', most = ''] of pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)) {
		repeated *= Math.max(1, Number(least), Number(most));
	}
	if (repeated > MAX_REPEATED) return null;
	try {
		const made = RE2JS.compile(RE2JS.translateRegExp(pattern));
		return made.programSize() > MAX_PARTS ? null : made;
	} catch {
		return null;
	}
}
