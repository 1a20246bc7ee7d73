/** Longer texts are no versions, UTF-16 units. */
const MAX = 100;

/** Numbers, then what makes it one before a release (semver.org, 11). Null: no version that can be put in order. */
function partsOf(version: string): { readonly numbers: readonly bigint[]; readonly before: readonly string[] } | null {
	if (version.length > MAX) return null;
	const found = /^v?(\d+(?:\.\d+)*)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$/.exec(version.trim());
	if (found?.[1] === undefined) return null;
	return { numbers: found[1].split('.').map(BigInt), before: found[2]?.split('.') ?? [] };
}

/** Whether one version comes before another. False where either is none that can be put in order. */
export function isOlder(version: string | undefined, than: string | undefined): boolean {
	const [one, other] = [partsOf(version ?? ''), partsOf(than ?? '')];
	if (one === null || other === null) return false;
	for (let index = 0; index < Math.max(one.numbers.length, other.numbers.length); index++) {
		const [left, right] = [one.numbers[index] ?? 0n, other.numbers[index] ?? 0n];
		if (left !== right) return left < right;
	}
	if (one.before.length === 0 || other.before.length === 0) return one.before.length > other.before.length;
	for (let index = 0; index < Math.max(one.before.length, other.before.length); index++) {
		const [left, right] = [one.before[index], other.before[index]];
		if (left === right) continue;
		if (left === undefined || right === undefined) return left === undefined;
		const [leftIsNumber, rightIsNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
		if (leftIsNumber && rightIsNumber && BigInt(left) !== BigInt(right)) return BigInt(left) < BigInt(right);
		if (leftIsNumber !== rightIsNumber) return leftIsNumber;
		return left < right;
	}
	return false;
}
