import { createParser } from 'eventsource-parser';
import type { Connection } from '../../shared/face/bridge.ts';
import { NOT_LET_IN } from './server.ts';

/** The server says something every 15 s; this long without a word means that the connection is dead. ms */
const SILENCE_MS = 40_000;
const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 5_000;
/** Trying for this long without success is told as `lost`; the tries go on. ms */
const LOST_AFTER_MS = 15_000;

interface FeedPorts {
	/** Opens the stream after the event of that id. */
	open(lastId: string | null, signal: AbortSignal): Promise<Response>;
	onEvent(name: string, data: unknown): void;
	onState(state: Connection): void;
}

/**
 * Follows the engine's events, those after `from` where that is known, for as long as the page lives, and reconnects where
 * the connection breaks.
 * (The browser's own EventSource cannot send the header that the server asks for.)
 */
export async function followEvents(from: string | null, ports: FeedPorts): Promise<never> {
	let lastId = from;
	let delayMs = FIRST_DELAY_MS;
	let brokenSince: number | null = null;
	for (;;) {
		const silence = new AbortController();
		let isStranger = false;
		try {
			await readOnce(ports, lastId, silence, {
				opened: () => {
					delayMs = FIRST_DELAY_MS;
					brokenSince = null;
				},
				refused: () => {
					isStranger = true;
				},
				seen: (id) => {
					lastId = id;
				},
			});
		} catch {
			// A broken connection is what the loop is for.
		}
		silence.abort();
		if (isStranger) {
			// An address of the new start, opened here, lets the next try in.
			brokenSince = null;
			ports.onState('restarted');
			await new Promise((resolve) => setTimeout(resolve, MAX_DELAY_MS));
			continue;
		}
		brokenSince ??= performance.now();
		ports.onState(performance.now() - brokenSince > LOST_AFTER_MS ? 'lost' : 'reconnecting');
		await new Promise((resolve) => setTimeout(resolve, delayMs));
		delayMs = Math.min(delayMs * 2, MAX_DELAY_MS);
	}
}

async function readOnce(
	ports: FeedPorts,
	lastId: string | null,
	silence: AbortController,
	on: { opened(): void; refused(): void; seen(id: string): void },
): Promise<void> {
	let timer = setTimeout(() => silence.abort(), SILENCE_MS);
	try {
		const response = await ports.open(lastId, silence.signal);
		if (response.status === NOT_LET_IN) on.refused();
		if (!response.ok || response.body === null) return;
		const parser = createParser({
			onEvent({ id, event: name = '', data }) {
				if (id !== undefined) on.seen(id);
				if (name === 'hello' || name === 'resync') {
					on.opened();
					// What was missed cannot be told apart from what was not: everything is asked for anew.
					ports.onState('connected');
				}
				ports.onEvent(name, JSON.parse(data));
			},
		});
		const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			clearTimeout(timer);
			timer = setTimeout(() => silence.abort(), SILENCE_MS);
			parser.feed(value);
		}
	} finally {
		clearTimeout(timer);
	}
}
