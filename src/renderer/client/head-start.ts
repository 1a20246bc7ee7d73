import { type EventName, eventNames } from '../../shared/api/events.ts';
import type { ReadRoute } from '../../shared/api/routes.ts';
import type { Envelope } from '../../shared/errors/result.ts';
import { connectBridge, type PageBridge } from './connect.ts';
import type { Question, Server } from './server.ts';

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

/** Connects, and asks what was not answered with the admission. `entered`: null in the shell. Rejects where this page was not let in. */
export async function headStart(entered: Promise<Server> | null, asked: readonly Question[]): Promise<HeadStart> {
	const bridge = await connectBridge(entered);
	const heard = new Set<EventName>();
	const ends = eventNames.map((name) => bridge.on(name, () => heard.add(name)));
	return {
		bridge,
		questions: asked.map(({ route, input }) => ({ key: [route, input], answer: bridge.request(route, input) })),
		takeEvents() {
			for (const end of ends) end();
			return [...heard];
		},
	};
}
