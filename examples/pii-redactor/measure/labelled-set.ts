/** Texts of which it is known what in them is private: the same ones for the same seed. */
import { card, email, type Found, phone } from './private-data.ts';
import { publicText } from './public-data.ts';
import { Random } from './random.ts';

/** A part of a text; `found` says what it is where it is to be hidden. */
export interface Piece {
	readonly text: string;
	readonly found: Found | null;
}

export type LabelledText = readonly Piece[];

/** What stands before and behind. Words without spaces, quotes of several languages, tables, links. */
const surroundings = [
	['Please write to ', ', thanks.'],
	['', ''],
	['call ', ' today'],
	['(', ')'],
	['“', '”'],
	['«\u00a0', '\u00a0»'],
	['请联系', '谢谢'],
	['连絡先：', '。'],
	['連絡先は', 'まで'],
	['문의는 ', '으로 주세요'],
	['ติดต่อ', 'ครับ'],
	['contact=', '&x=1'],
	['| ', ' |'],
	['row 17,', ',2027-01'],
	['a;', ';b'],
	['\t', '\t'],
	['—', '—'],
	['<', '>'],
	['"', '"'],
	['1) ', '\n2) next'],
	['Tél.\u00a0:\u00a0', '\u202f!'],
] as const;

const words = [
	'the',
	'parcel',
	'was',
	'late',
	'again',
	'und',
	'merci',
	'Größe',
	'报告',
	'ok',
	'see',
	'page',
	'12',
	'of',
	'3',
];

function filler(random: Random): string {
	return Array.from({ length: random.whole(1, 5) }, () => random.pick(words)).join(' ');
}

function labelledText(random: Random): LabelledText {
	const pieces: Piece[] = [];
	const plain = (text: string): number => pieces.push({ text, found: null });
	for (let i = random.whole(1, 3); i > 0; i--) {
		plain(`${filler(random)}; `);
		if (random.chance(0.5)) {
			plain(publicText(random));
		} else {
			const found = random.pick([email, phone, card])(random);
			const [before, behind] = random.pick(surroundings);
			plain(before);
			pieces.push({ text: found.text, found });
			plain(behind);
		}
		plain('; ');
	}
	return pieces;
}

export function labelledSet(count: number, seed: number): readonly LabelledText[] {
	const random = new Random(seed);
	return Array.from({ length: count }, () => labelledText(random));
}
