/** The long form: `DATAFLARE_TEST_TRIES=all npm test`. */
export const isLong = process.env['DATAFLARE_TEST_TRIES'] === 'all';
/** Fewer than these find nothing. */
const LEAST = 40;

/**
 * How many inputs a property is tried with, for `fc.assert`: each run of the tests draws others, so a quarter of them
 * every time finds what all of them find, a few runs later. The long form tries all at once.
 */
export const tries = (all: number): { readonly numRuns: number } => ({
	numRuns: isLong ? all : Math.min(all, Math.max(LEAST, Math.ceil(all / 4))),
});

/** The same where each takes processes of its own, and a dozen find something. */
export const share = (all: number): number => (isLong ? all : Math.ceil(all / 4));

/**
 * What lanes of something slow and random begin with: half as many every time, each time other ones, so that a failure
 * has to name its own; the same ones in the long form.
 */
export const seeds = (all: number): readonly number[] =>
	isLong
		? Array.from({ length: all }, (_, index) => index + 1)
		: Array.from({ length: Math.ceil(all / 2) }, () => 1 + Math.floor(Math.random() * 1_000_000));
