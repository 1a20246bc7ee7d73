import { z } from 'zod';
import { type Translations, translated } from '../translated.ts';
import { translations } from './translations.ts';

/** Characters of a reason. */
const MAX_LENGTH = 500;

/** What is not seen or turns the direction of what is around it, but for what joins letters in some scripts. */
const unseen = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

const line = z
	.string()
	.max(MAX_LENGTH)
	.refine((text) => text.trim() !== '', { error: 'must not be empty', params: { hint: 'Give it some text.' } })
	.refine((text) => !unseen.test(text), {
		error: 'contains control characters, line breaks or marks of direction',
		params: { hint: 'Write it as plain text on one line.' },
	});

/** A line of the author's for people, or one by language: `{ "en": "…", "zh-CN": "…" }`. */
export const authorWordsSchema = z.union([line, translations(line)]);

type AuthorWords = string | Translations<string>;

/** In `language` (BCP 47) where it is given, else in English, else in whichever comes first. */
export function wordsIn(words: AuthorWords, language: string): string | undefined {
	if (typeof words === 'string') return words;
	return translated(words, language) ?? translated(words, 'en') ?? Object.values(words)[0];
}
