import fc from 'fast-check';

/** Halves of a pair are no characters. */
const [FIRST_HALF, HALVES] = [0xd800, 0x800];
const CHARACTERS = 0x110000 - HALVES;

const characterAt = (index: number): string => String.fromCodePoint(index < FIRST_HALF ? index : index + HALVES);

function indexOf(character: unknown): number {
	const code = typeof character === 'string' ? (character.codePointAt(0) ?? -1) : -1;
	if (code < 0 || character !== String.fromCodePoint(code)) throw new Error('it is no character');
	if (code < FIRST_HALF) return code;
	if (code < FIRST_HALF + HALVES) throw new Error('it is half of one');
	return code - HALVES;
}

const character = fc.integer({ min: 0, max: CHARACTERS - 1 }).map(characterAt, indexOf);

/**
 * Texts of any characters: what `fc.string` makes of the unit `binary`, which takes a second of processor time in each
 * process to list them all.
 */
export const anyText = (
	length: { readonly minLength?: number; readonly maxLength?: number } = {},
): fc.Arbitrary<string> => fc.string({ ...length, unit: character });
