import { coerce, compare, parse, type SemVer } from 'semver';

/** Longer texts are no versions, UTF-16 units. */
const MAX = 100;

/** A semantic version, or one with fewer numbers. */
function semverOf(version: string): SemVer | null {
	if (version.length > MAX) return null;
	const exact = parse(version);
	if (exact !== null) return exact;
	return /^v?\d+(?:\.\d+){0,2}(?![.\d])/.test(version.trim()) ? coerce(version, { includePrerelease: true }) : null;
}

/** Nothing but numbers, however many. */
function numbersOf(version: string): readonly bigint[] | null {
	if (version.length > MAX || !/^v?\d+(?:\.\d+)*$/.test(version.trim())) return null;
	return version.trim().replace(/^v/, '').split('.').map(BigInt);
}

/** Whether one version comes before another. False where either is none that can be put in order. */
export function isOlder(version: string | undefined, than: string | undefined): boolean {
	if (version === undefined || than === undefined) return false;
	const [one, other] = [semverOf(version), semverOf(than)];
	if (one !== null && other !== null) return compare(one, other) < 0;
	const [left, right] = [numbersOf(version), numbersOf(than)];
	if (left === null || right === null) return false;
	for (let index = 0; index < Math.max(left.length, right.length); index++) {
		const [before, after] = [left[index] ?? 0n, right[index] ?? 0n];
		if (before !== after) return before < after;
	}
	return false;
}
