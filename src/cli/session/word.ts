import { didYouMean } from '../../shared/issues/did-you-mean.ts';
import { UsageError } from './session.ts';

/** One of some words, however its letters are; undefined where nothing was said. `what`: what the words are. */
export function word<W extends string>(what: string, said: string | undefined, words: readonly W[]): W | undefined {
	const found = words.find((one) => one.toLowerCase() === said?.toLowerCase());
	if (said === undefined || found !== undefined) return found;
	throw new UsageError(`There is no ${what} "${said}"${didYouMean(said, words)}.`, `Use ${words.join(', ')}.`);
}
