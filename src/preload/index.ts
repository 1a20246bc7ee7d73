import { contextBridge, ipcRenderer } from 'electron';
import type { EventName, Events } from '../shared/api/events.ts';
import type { RouteInput, RouteName, RouteOutput } from '../shared/api/routes.ts';
import type { Envelope } from '../shared/result.ts';

/** All that the page can reach. A new route or event changes nothing here. */
const bridge = {
	request: <N extends RouteName>(route: N, input: RouteInput<N>): Promise<Envelope<RouteOutput<N>>> =>
		ipcRenderer.invoke('dataflare:request', route, input),

	/** Returns the function that ends the subscription. */
	on: <E extends EventName>(event: E, listener: (payload: Events[E]) => void): (() => void) => {
		const forward = (_: unknown, name: EventName, payload: unknown): void => {
			if (name === event) listener(payload as Events[E]);
		};
		ipcRenderer.on('dataflare:event', forward);
		return () => ipcRenderer.off('dataflare:event', forward);
	},
};

export type Bridge = typeof bridge;

contextBridge.exposeInMainWorld('bridge', bridge);
