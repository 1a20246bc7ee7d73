/** Decimal numbers of any length by BigInt, to hold plugins against: `units` · 10^`scale`. */
import fc from 'fast-check';

export interface Decimal {
	readonly units: bigint;
	readonly scale: number;
}

/** Reads a number by the grammar of JSON. */
export function readDecimal(text: string): Decimal {
	const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(
		text,
	) as unknown as [string, string, string, string?, string?];
	const units = BigInt(`${whole}${fraction}`);
	return { units: sign === '-' ? -units : units, scale: Number(exponent) - fraction.length };
}

function units({ units: own, scale }: Decimal, common: number): bigint {
	return own * 10n ** BigInt(scale - common);
}

export function compareDecimals(a: string, b: string): -1 | 0 | 1 {
	const [left, right] = [readDecimal(a), readDecimal(b)];
	const common = Math.min(left.scale, right.scale);
	const [x, y] = [units(left, common), units(right, common)];
	return x < y ? -1 : x > y ? 1 : 0;
}

/** As a number by the grammar of JSON. */
export function sumDecimals(texts: readonly string[]): string {
	const all = texts.map(readDecimal);
	const common = Math.min(0, ...all.map(({ scale }) => scale));
	return `${all.reduce((sum, each) => sum + units(each, common), 0n)}e${common}`;
}

/** The same number in another of the forms that JSON has for it. */
function rewritten({ units: own, scale }: Decimal, zeros: number, shift: number, isPlain: boolean): string {
	const digits = own === 0n ? '0' : (own < 0n ? -own : own).toString() + '0'.repeat(zeros);
	const exponent = scale - zeros;
	const sign = own < 0n ? '-' : '';
	if (isPlain && exponent >= 0) return `${sign}${digits}${own === 0n ? '' : '0'.repeat(exponent)}`;
	const padded = digits.padStart(shift + 1, '0');
	const [whole, fraction] = [padded.slice(0, padded.length - shift), padded.slice(padded.length - shift)];
	const e = exponent + shift;
	return `${sign}${whole.replace(/^0+(?=\d)/, '')}${shift > 0 ? `.${fraction}` : ''}${e === 0 ? '' : `e${e}`}`;
}

/** Numbers that are near each other, equal ones among them in several forms; most are beyond what a double tells apart. */
export const nearDecimals: fc.Arbitrary<readonly string[]> = fc
	.tuple(
		fc.oneof(
			fc.constantFrom(0n, 1n, 2n ** 53n, -(2n ** 53n), 10n ** 15n, 10n ** 22n, 9n ** 40n),
			fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
			fc.bigInt({ min: -(10n ** 6n), max: 10n ** 6n }),
		),
		fc.integer({ min: -30, max: 30 }),
		fc.array(
			fc.tuple(
				fc.bigInt({ min: -2n, max: 2n }),
				fc.integer({ min: 0, max: 3 }),
				fc.integer({ min: 0, max: 6 }),
				fc.boolean(),
			),
			{ minLength: 1, maxLength: 12 },
		),
	)
	.map(([base, scale, forms]) =>
		forms.map(([step, zeros, shift, isPlain]) => rewritten({ units: base + step, scale }, zeros, shift, isPlain)),
	);
