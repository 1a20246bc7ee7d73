/**
 * Prints precision and recall of the built plugin on the labelled set, and with `--mistakes` the first texts in which it
 * was wrong.
 *
 *     node examples/pii-redactor/measure/measure.ts [--mistakes]
 */
import { Guest, samplePlugin } from '../../../test/support/guests/guest-harness.ts';
import { labelledSet } from './labelled-set.ts';
import { config, type Score, score, scoreTable, seed, size } from './score.ts';

export function measure(): Score {
	const guest = Guest.start(samplePlugin('pii-redactor'), { config });
	return score(labelledSet(size, seed), (texts) =>
		(
			guest.records(
				'process_data',
				texts.map((text) => ({ text })),
			) as { readonly text: string }[]
		).map(({ text }) => text),
	);
}

if (import.meta.main) {
	const result = measure();
	console.log(scoreTable(result));
	if (process.argv.includes('--mistakes')) {
		for (const { text, redacted, isBroken } of result.mistakes.slice(0, 2000)) {
			console.log(`${isBroken ? '!' : ' '} ${JSON.stringify(text)}\n  ${JSON.stringify(redacted)}`);
		}
	}
}
