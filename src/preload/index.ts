import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { EventName, Events } from '../shared/api/events.ts';
import { Emitter } from '../shared/emitter.ts';
import { DataFlareError } from '../shared/errors/errors.ts';
import { because } from '../shared/errors/failure-reason.ts';
import { type Envelope, failed } from '../shared/errors/result.ts';
import type { Bridge, PackagesToReview } from '../shared/face/bridge.ts';
import type { HeardKey } from '../shared/face/keys.ts';

const events = new Emitter<Events>();
ipcRenderer.on('dataflare:event', <E extends EventName>(_event: unknown, name: E, payload: Events[E]) => {
	events.emit(name, payload);
});

const travels = new Emitter<{ readonly hash: string }>();
ipcRenderer.on('dataflare:navigate', (_event, hash: string) => travels.emit('hash', hash));

const pressed = new Emitter<{ readonly key: HeardKey }>();
ipcRenderer.on('dataflare:key', (_event, key: HeardKey) => pressed.emit('key', key));

const opened = new Emitter<{ readonly packages: PackagesToReview }>();
/** They wait in the shell until they are asked for: a page that is not there yet misses nothing. */
async function takePackages(): Promise<void> {
	const packages: PackagesToReview = await ipcRenderer.invoke('dataflare:take-packages');
	if (packages.paths.length > 0) opened.emit('packages', packages);
}
ipcRenderer.on('dataflare:packages', () => void takePackages());

function noAnswer(cause: unknown): Envelope<never> {
	return failed(
		new DataFlareError('runtime', 'The program does not answer.', { details: because('engine_gone'), cause }),
	);
}

/** All that the page can reach. A new route or event changes nothing here. */
const bridge: Bridge<File> = {
	face: 'electron',
	async request(route, input) {
		try {
			return await ipcRenderer.invoke('dataflare:request', route, input);
		} catch (error) {
			return noAnswer(error);
		}
	},
	on: (event, listener) => events.on(event, listener),
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
	fetchResult: null,
	openFile: (path) => ipcRenderer.invoke('dataflare:open-file', path),
	build: (folder) => ipcRenderer.invoke('dataflare:build', folder).catch(noAnswer),
	noticePermission: () => 'given',
	askForNotices: async () => 'given',
	notify: (notice) => ipcRenderer.invoke('dataflare:notify', notice),
	showActivity: (activity) => ipcRenderer.invoke('dataflare:activity', activity),
	onNavigate: (listener) => travels.on('hash', listener),
	onPackages(listener) {
		const end = opened.on('packages', listener);
		void takePackages();
		return end;
	},
	onKey: (listener) => pressed.on('key', listener),
};

contextBridge.exposeInMainWorld('bridge', bridge);
