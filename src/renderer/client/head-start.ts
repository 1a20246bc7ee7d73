import { type EventName, eventNames } from '../../shared/api/events.ts';
import type { ReadRoute, RouteInput } from '../../shared/api/routes.ts';
import type { Envelope } from '../../shared/errors/result.ts';
import { pathOf } from '../../shared/face/places.ts';
import { connectBridge, type PageBridge } from './connect.ts';

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
	takeEvents(): readonly EventName[];
}

/** Connects, and asks what every screen shows, and what the list of plugins does where that comes first. Rejects where this page was not let in. */
export async function headStart(): Promise<HeadStart> {
	const bridge = await connectBridge();
	const heard = new Set<EventName>();
	const ends = eventNames.map((name) => bridge.on(name, () => heard.add(name)));
	const ask = <N extends ReadRoute>(route: N, input: RouteInput<N>): EarlyQuestion => ({
		key: [route, input],
		answer: bridge.request(route, input),
	});
	const place = location.hash.slice(1);
	const isList = place === '' || place === '/' || place.startsWith(pathOf.plugins);
	return {
		bridge,
		questions: [
			ask('settings.get', {}),
			...(isList ? [ask('plugins.list', {}), ask('policy.list', {})] : []),
			ask('stats.get', {}),
		],
		takeEvents() {
			for (const end of ends) end();
			return [...heard];
		},
	};
}
