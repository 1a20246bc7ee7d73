import { setTimeout as delay } from 'node:timers/promises';
import type { Core } from '../core/index.ts';
import { type RouteInput, type RouteName, routes } from '../shared/api/routes.ts';
import type { Envelope } from '../shared/errors/result.ts';
import { HttpError } from './http/http-error.ts';

/** A page asks this much before it has drawn anything, at most. */
const MOST_QUESTIONS = 8;
/** An answer that takes longer is left out, and asked for by the page: it must not hold up the way in. ms */
const PATIENCE_MS = 100;

/** What a page asks as it enters. */
export interface FirstQuestion {
	readonly route: RouteName;
	readonly input: unknown;
}

/**
 * What a page asks as it enters, which only reads: whoever gets the answers twice, because the first did not arrive, has
 * changed nothing by that. Throws 400 for anything else.
 */
export function firstQuestionsOf(asked: unknown): readonly FirstQuestion[] {
	if (asked === undefined) return [];
	if (!Array.isArray(asked) || asked.length > MOST_QUESTIONS) throw noQuestions();
	return asked.map((one: unknown) => {
		const { route, input } = (typeof one === 'object' && one !== null ? one : {}) as Partial<FirstQuestion>;
		const isRoute = typeof route === 'string' && Object.hasOwn(routes, route);
		if (!isRoute || routes[route].access !== 'read') throw noQuestions();
		return { route, input: input ?? {} };
	});
}

/** In the order of the questions; null: it takes longer, or could not be told. */
export async function firstAnswers(
	core: Core,
	questions: readonly FirstQuestion[],
): Promise<readonly (Envelope<unknown> | null)[]> {
	if (questions.length === 0) return [];
	const patience = new AbortController();
	const late = delay(PATIENCE_MS, null, { signal: patience.signal }).catch(() => null);
	const answers = await Promise.all(
		questions.map(({ route, input }) =>
			Promise.race([core.request(route, input as RouteInput<RouteName>).catch(() => null), late]),
		),
	);
	patience.abort();
	return answers;
}

function noQuestions(): HttpError {
	return new HttpError(
		400,
		'invalid_input',
		`A page enters with at most ${MOST_QUESTIONS} questions, which only read.`,
	);
}
