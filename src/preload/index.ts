import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { EventName, Events } from '../shared/api/events.ts';
import { DataFlareError } from '../shared/errors/errors.ts';
import { because } from '../shared/errors/failure-reason.ts';
import { failed } from '../shared/errors/result.ts';
import type { Bridge } from '../shared/face/bridge.ts';

const listeners = new Map<EventName, Set<(payload: never) => void>>();
ipcRenderer.on('dataflare:event', (_event, name: EventName, payload: unknown) => {
	for (const listener of listeners.get(name) ?? []) (listener as (payload: unknown) => void)(payload);
});

const travellers = new Set<(hash: string) => void>();
ipcRenderer.on('dataflare:navigate', (_event, hash: string) => {
	for (const traveller of travellers) traveller(hash);
});

/** All that the page can reach. A new route or event changes nothing here. */
const bridge: Bridge<File> = {
	face: 'electron',
	async request(route, input) {
		try {
			return await ipcRenderer.invoke('dataflare:request', route, input);
		} catch (error) {
			return failed(
				new DataFlareError('runtime', 'The program does not answer.', {
					details: because('engine_gone'),
					cause: error,
				}),
			);
		}
	},
	on<E extends EventName>(event: E, listener: (payload: Events[E]) => void) {
		const these = listeners.get(event) ?? new Set();
		listeners.set(event, these.add(listener as (payload: never) => void));
		return () => void these.delete(listener as (payload: never) => void);
	},
	/** The engine lives in the process that owns the window: while there is a page, there is an engine. */
	onConnection(listener) {
		listener('connected');
		return () => {};
	},
	pickFiles: (options) => ipcRenderer.invoke('dataflare:pick-files', options),
	pickSave: (options) => ipcRenderer.invoke('dataflare:pick-save', options),
	/** What was made in the page and is no file on the disk has no path, and is left out. */
	pathsOfDropped: async (files) => files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== ''),
	download: (what) => ipcRenderer.invoke(typeof what === 'string' ? 'dataflare:reveal' : 'dataflare:save-text', what),
	onNavigate(listener) {
		travellers.add(listener);
		return () => void travellers.delete(listener);
	},
};

contextBridge.exposeInMainWorld('bridge', bridge);
