import type { ReadRoute, RouteInput } from '../../shared/api/routes.ts';
import { pathOf } from '../../shared/face/places.ts';
import type { Question } from '../client/server.ts';

/** What every screen shows, and what the list of plugins does where that comes first. Where the address holds a token still, the window is at its beginning. */
export function firstQuestions(): readonly Question[] {
	const place = location.hash.slice(1);
	const isList = /^\/?$|^start=/.test(place) || place.startsWith(pathOf.plugins);
	const list = [question('plugins.list', {}), question('policy.list', {})];
	return [question('settings.get', {}), ...(isList ? list : []), question('stats.get', {})];
}

const question = <N extends ReadRoute>(route: N, input: RouteInput<N>): Question<N> => ({ route, input });
