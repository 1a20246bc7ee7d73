/** What is nobody's: numbers and words with an @ that look like private ones. */
import type { Random } from './random.ts';

const two = (random: Random, most: number): string => String(random.whole(1, most)).padStart(2, '0');

const makers: readonly ((random: Random) => string)[] = [
	(random) => `${random.whole(1970, 2030)}-${two(random, 12)}-${two(random, 28)}`,
	(random) => `${two(random, 28)}.${two(random, 12)}.${random.whole(1970, 2030)} ${two(random, 23)}:${two(random, 59)}`,
	(random) => `${two(random, 12)}/${two(random, 28)}/${random.whole(1970, 2030)}`,
	(random) => `2024-02-${two(random, 28)}T${two(random, 23)}:${two(random, 59)}:07.${random.digits(3)}Z`,
	(random) => `${random.whole(1, 9)},${random.digits(3)},${random.digits(3)}.${random.digits(2)}`,
	(random) => `+${random.whole(1, 999)} ${random.digits(3)} 000`,
	(random) =>
		`+${random.whole(10, 89)}.${random.digits(random.whole(4, 8))}, +${random.whole(1, 179)}.${random.digits(random.whole(4, 8))}`,
	(random) => `0.${random.digits(random.whole(8, 17))}`,
	(random) => `${random.whole(0, 99)}.${random.digits(15)}`,
	(random) => `Order ${random.pick(['', 'no. ', '#'])}00${random.digits(9)}`,
	(random) => `invoice 0${random.digits(9, '0')}`,
	(random) => random.digits(random.whole(5, 9), '0'),
	(random) => random.digits(12, '0'),
	(random) => random.digits(16, '0'),
	(random) => random.digits(random.whole(20, 30), '0'),
	(random) => `978-${random.digits(1)}-${random.digits(2)}-${random.digits(6)}-${random.digits(1)}`,
	(random) => `${random.digits(3, '0')}.${random.digits(3, '0')}.${random.whole(1, 255)}.${random.whole(1, 255)}`,
	(random) =>
		`${random.letters(8, '0123456789abcdef')}-${random.letters(4, '0123456789abcdef')}-4${random.letters(3, '0123456789abcdef')}-a${random.letters(3, '0123456789abcdef')}-${random.letters(12, '0123456789abcdef')}`,
	(random) => random.letters(40, '0123456789abcdef'),
	(random) => iban(random),
	(random) => `v${random.whole(0, 20)}.${random.whole(0, 40)}.${random.whole(0, 9)}`,
	(random) =>
		`${random.pick(['lodash', '@types/node', 'react'])}@${random.whole(1, 20)}.${random.whole(0, 40)}.${random.whole(0, 9)}${random.pick(['', '-beta.1', '-rc.next'])}`,
	(random) => `${random.pick(['icon', 'logo'])}@${random.whole(2, 3)}x.png`,
	(random) => `@${random.letters(6)}`,
	(random) => `https://social.example/@${random.letters(5)}.${random.letters(3)}`,
	(random) => `${random.whole(1, 9)} @ ${random.whole(10, 99)}.50`,
];

/** An account number by ISO 13616, in groups or in one piece. */
function iban(random: Random): string {
	const account = random.digits(18);
	// D is 13, E is 14; the check digits make the rest 1.
	const check = 98n - (BigInt(`${account}131400`) % 97n);
	const whole = `DE${String(check).padStart(2, '0')}${account}`;
	return random.chance(0.5) ? whole : (whole.match(/.{1,4}/g) ?? []).join(' ');
}

export function publicText(random: Random): string {
	return random.pick(makers)(random);
}
