import type { EventName, Events } from '../../shared/api/events.ts';
import type { RouteOutput } from '../../shared/api/routes.ts';
import { Emitter } from '../../shared/emitter.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { type Envelope, failed, succeeded } from '../../shared/errors/result.ts';
import type { Bridge, Connection } from '../../shared/face/bridge.ts';
import { BrowserNotices } from './browser-notices.ts';
import { chooseFiles, followLink, saveAs } from './choose-files.ts';
import { followEvents } from './event-feed.ts';
import { LateAnswers } from './late-answers.ts';
import { questionKey, type Server } from './server.ts';
import { filesOfEntries, namedFiles, uploadAll } from './uploads.ts';

/** The page's bridge in the browser mode: everything goes over HTTP to the program on this machine. */
export function createLoopbackBridge(server: Server): Bridge<File, FileSystemEntry> {
	const events = new Emitter<Events>();
	const connection = new Emitter<{ readonly state: Connection }>();
	const travels = new Emitter<{ readonly hash: string }>();
	const notices = new BrowserNotices((hash) => travels.emit('hash', hash));
	const late = new LateAnswers(server);
	/** Each is given once, and none once anything may have changed. */
	const early = new Map(server.first.answers);
	setTimeout(() => early.clear());
	let state: Connection = 'reconnecting';

	function setState(next: Connection): void {
		if (next === state && next !== 'connected') return;
		state = next;
		if (next === 'connected') late.onReconnected();
		connection.emit('state', next);
	}
	void followEvents(server.first.lastId, {
		open: (lastId, signal) =>
			server.fetch('/api/events', { signal, headers: lastId === null ? {} : { 'last-event-id': lastId } }),
		onState: setState,
		onEvent(name, data) {
			if (name === 'answered') late.onAnswered((data as { readonly id: string }).id);
			// The server's own events (`hello`, `answered` …) are nobody's: nothing in the page can listen to them.
			events.emit(name as EventName, data as Events[EventName]);
		},
	});

	return {
		face: 'browser',
		async request(route, input) {
			const key = early.size === 0 ? '' : questionKey(route, input);
			const answered = early.get(key);
			if (answered !== undefined) {
				early.delete(key);
				return answered as Envelope<RouteOutput<typeof route>>;
			}
			try {
				const answer = await server.ask<unknown>('/api/request', postOf({ route, input }));
				const data = answer.isLater
					? await late.wait((answer.data as { readonly pending: string }).pending)
					: answer.data;
				return succeeded(data as RouteOutput<typeof route>);
			} catch (error) {
				return failed(error);
			}
		},
		on: (event, listener) => events.on(event, listener),
		onConnection(listener) {
			const stop = connection.on('state', listener);
			listener(state);
			return stop;
		},
		async pickFiles(options) {
			const files = await chooseFiles(options);
			return files === null ? null : uploadAll(server, namedFiles(files));
		},
		async pickSave({ suggestedName }) {
			const answer = await server.ask<{ readonly path: string }>(
				'/api/scratch-output',
				postOf({ name: suggestedName }),
			);
			return answer.data.path;
		},
		async pathsOfDropped(files, entries) {
			const named = entries === undefined ? namedFiles(files) : await filesOfEntries(entries);
			return uploadAll(server, named);
		},
		async download(what) {
			if (typeof what !== 'string') {
				saveAs(new Blob([what.text].flat(), { type: what.type }), what.name);
				return true;
			}
			const [drop = '', name = ''] = what.split(/[\\/]/).slice(-2);
			const response = await server.fetch(`/api/scratch/${encodeURIComponent(drop)}/${encodeURIComponent(name)}`);
			if (!response.ok) throw new DataFlareError('not_found', 'The result is no longer there.');
			saveAs(await response.blob(), name);
			return true;
		},
		async fetchResult(source) {
			const answer = await server.ask<{ readonly path: string }>('/api/result', postOf({ source }));
			followLink(answer.data.path);
		},
		openFile: null,
		// Whoever took a page over must not come to run programs, and a tab has no dialog of its own beside the page.
		build: null,
		noticePermission: () => notices.permission(),
		askForNotices: () => notices.ask(),
		notify: (notice) => notices.show(notice),
		// A tab has its title, which the page sets itself.
		showActivity: async () => {},
		onNavigate: (listener) => travels.on('hash', listener),
		// The system opens files with the desktop program alone.
		onPackages: () => () => {},
		onKey: () => () => {},
	};
}

function postOf(body: unknown): RequestInit {
	return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
