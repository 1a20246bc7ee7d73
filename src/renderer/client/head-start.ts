import { type EngineEvent, eventNames } from '../../shared/api/events.ts';
import type { ReadRoute, RouteInput } from '../../shared/api/routes.ts';
import type { Envelope } from '../../shared/errors/result.ts';
import { pathOf } from '../../shared/face/places.ts';
import { connectBridge, type PageBridge } from './connect.ts';
import type { Question } from './server.ts';

/** A question of the first screen with the answer that is on its way. */
export interface EarlyQuestion {
	readonly key: readonly [route: ReadRoute, input: unknown];
	readonly answer: Promise<Envelope<unknown>>;
}

/** What was begun while the window's code was still on its way. */
export interface HeadStart {
	readonly bridge: PageBridge;
	readonly questions: readonly EarlyQuestion[];
	/** Events that came since the questions were asked: whoever calls this hears the later ones by itself. */
	takeEvents(): readonly EngineEvent[];
}

/** Connects, and asks what every screen shows, and what the list of plugins does where that comes first. Rejects where this page was not let in. */
export async function headStart(): Promise<HeadStart> {
	const asked = firstQuestions();
	const bridge = await connectBridge(asked);
	const heard: EngineEvent[] = [];
	const end = onEvents(bridge, (told) => heard.push(told));
	return {
		bridge,
		questions: asked.map(({ route, input }) => ({ key: [route, input], answer: bridge.request(route, input) })),
		takeEvents() {
			end();
			return heard;
		},
	};
}

/** Hears every event there is. */
export function onEvents(bridge: PageBridge, listener: (told: EngineEvent) => void): () => void {
	const ends = eventNames.map((event) => bridge.on(event, (payload) => listener({ event, payload } as EngineEvent)));
	return () => {
		for (const end of ends) end();
	};
}

/** Where the address holds a token still, the window is at its beginning. */
function firstQuestions(): readonly Question[] {
	const place = location.hash.slice(1);
	const isList = /^\/?$|^start=/.test(place) || place.startsWith(pathOf.plugins);
	const list = [question('plugins.list', {}), question('policy.list', {})];
	return [question('settings.get', {}), ...(isList ? list : []), question('stats.get', {})];
}

const question = <N extends ReadRoute>(route: N, input: RouteInput<N>): Question<N> => ({ route, input });
