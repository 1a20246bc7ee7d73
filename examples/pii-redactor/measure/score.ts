/** Precision and recall of the plugin on the labelled set. */
import { createHash } from 'node:crypto';
import type { LabelledText } from './labelled-set.ts';
import type { Kind } from './private-data.ts';

export const salt = 'measured';
/** Hexadecimal digits. */
export const hashLength = 16;
/** What the plugin is started with: a hash tells what exactly was taken for private, and where. */
export const config = { email: 'hash', phone: 'hash', card: 'hash', salt, hash_length: hashLength } as const;
/** Of the set that the README speaks of. */
export const size = 20_000;
export const seed = 20_270_101;

export interface Tally {
	/** What is private, and of that what was hidden, with the right hash and nothing around it. */
	labelled: number;
	hidden: number;
	/** What was hidden and is not private, or was cut wrongly. */
	wrong: number;
	/** Of what is private: written in a way that the README promises, and hidden. */
	promised: number;
	promisedHidden: number;
}

export interface Score {
	readonly tallies: Readonly<Record<Kind, Tally>>;
	/** The texts in which something was missed or taken wrongly; `isBroken` where the README promises otherwise. */
	readonly mistakes: readonly { readonly text: string; readonly redacted: string; readonly isBroken: boolean }[];
}

function token(kind: Kind, value: string): string {
	const digest = createHash('sha256').update(salt).update(value).digest('hex');
	return `${kind}_${digest.slice(0, hashLength)}`;
}

/** `redact` gives the texts back as the plugin changed them with `config`. */
export function score(set: readonly LabelledText[], redact: (texts: readonly string[]) => readonly string[]): Score {
	const tally = (): Tally => ({ labelled: 0, hidden: 0, wrong: 0, promised: 0, promisedHidden: 0 });
	const tallies = { email: tally(), phone: tally(), card: tally() };
	const mistakes: { text: string; redacted: string; isBroken: boolean }[] = [];
	const texts = set.map((pieces) => pieces.map((piece) => piece.text).join(''));
	const answers = redact(texts);
	for (const [index, pieces] of set.entries()) {
		const redacted = answers[index] ?? '';
		const tokens: string[] = redacted.match(/(?:email|phone|card)_[0-9a-f]{16}/g) ?? [];
		let isRight = true;
		let isKept = true;
		for (const { found } of pieces) {
			if (found === null) continue;
			const at = tokens.indexOf(token(found.kind, found.value));
			const hidden = at >= 0 ? 1 : 0;
			if (hidden === 1) tokens.splice(at, 1);
			const counts = tallies[found.kind];
			counts.labelled++;
			counts.hidden += hidden;
			counts.promised += found.isPromised ? 1 : 0;
			counts.promisedHidden += found.isPromised ? hidden : 0;
			isRight &&= hidden === 1;
			isKept &&= hidden === 1 || !found.isPromised;
		}
		for (const extra of tokens) tallies[extra.slice(0, extra.indexOf('_')) as Kind].wrong++;
		if (!isRight || tokens.length > 0) {
			mistakes.push({ text: texts[index] ?? '', redacted, isBroken: !isKept || tokens.length > 0 });
		}
	}
	return { tallies, mistakes };
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

/** The table of the README. */
export function scoreTable({ tallies }: Score): string {
	const rows = Object.entries(tallies).map(([kind, { labelled, hidden, wrong, promised, promisedHidden }]) =>
		[
			kind,
			labelled,
			percent(hidden, hidden + wrong),
			percent(hidden, labelled),
			percent(promisedHidden, promised),
		].join(' | '),
	);
	return [
		'| kind | in the set | precision | recall | recall of the forms above |',
		'| --- | --- | --- | --- | --- |',
		...rows.map((row) => `| ${row} |`),
	].join('\n');
}
