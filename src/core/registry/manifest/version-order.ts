import { coerce, compare, parse, type SemVer } from 'semver';
import { type Remark, remark } from '../../../shared/errors/remark.ts';

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

/** Below 0: the first comes before the other; 0: neither does; null: either is none that can be put in order. */
function inOrder(version: string, than: string): number | null {
	if (version === than) return 0;
	const [one, other] = [semverOf(version), semverOf(than)];
	if (one !== null && other !== null) return compare(one, other);
	const [left, right] = [numbersOf(version), numbersOf(than)];
	if (left === null || right === null) return null;
	for (let index = 0; index < Math.max(left.length, right.length); index++) {
		const [before, after] = [left[index] ?? 0n, right[index] ?? 0n];
		if (before !== after) return before < after ? -1 : 1;
	}
	return 0;
}

/** Whether one version comes before another. False where either is none that can be put in order. */
export function isOlder(version: string | undefined, than: string | undefined): boolean {
	return version !== undefined && than !== undefined && (inOrder(version, than) ?? 0) < 0;
}

/** What is said of a version that comes after another and may be older than that; null: it is not. */
export function orderRemark(version: string | undefined, than: string | undefined): Remark | null {
	if (than === undefined) return null;
	if (version === undefined) return remark('version_unsaid', { than });
	const order = inOrder(version, than);
	if (order === null) return remark('version_unordered', { version, than });
	return order < 0 ? remark('version_older', { version, than }) : null;
}

/** Whether what a version does may be another thing than before: below 1.0.0 each minor version may change anything, too. */
export function isMajorStep(from: string, to: string): boolean {
	const [before, after] = [semverOf(from), semverOf(to)];
	if (before === null || after === null) return false;
	return before.major !== after.major || (after.major === 0 && before.minor !== after.minor);
}
