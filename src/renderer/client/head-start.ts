import { type EngineEvent, eventNames } from '../../shared/api/events.ts';
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
	takeEvents(): readonly EngineEvent[];
}

/** Connects, and asks what was not answered with the admission. `entered`: null in the shell. Rejects where this page was not let in. */
export async function headStart(entered: Promise<Server> | null, asked: readonly Question[]): Promise<HeadStart> {
	const bridge = await connectBridge(entered);
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
