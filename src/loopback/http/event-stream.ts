import type { ServerResponse } from 'node:http';

export interface StreamLimits {
	/** Events kept for readers that come back. */
	readonly ringEvents: number;
	readonly ringBytes: number;
	/** A reader that leaves more than this unread is let go; it may come back and ask for what it missed. bytes */
	readonly maxLagBytes: number;
	/** A reader hears something at least this often. ms */
	readonly heartbeatMs: number;
	readonly maxReaders: number;
}

export const STREAM_LIMITS: StreamLimits = {
	ringEvents: 2_000,
	ringBytes: 8 * 1024 * 1024,
	maxLagBytes: 4 * 1024 * 1024,
	heartbeatMs: 15_000,
	maxReaders: 32,
};

interface Kept {
	readonly id: number;
	readonly frame: Buffer;
}

/**
 * Server-sent events with ids. A reader that names the last id it saw gets what followed; where that is no longer kept
 * it gets `resync` instead: everything it shows is to be asked for anew.
 */
export class EventStream {
	readonly #limits: StreamLimits;
	readonly #readers = new Set<ServerResponse>();
	readonly #timer: NodeJS.Timeout;
	#ring: Kept[] = [];
	#ringBytes = 0;
	#lastId = 0;

	constructor(limits: StreamLimits = STREAM_LIMITS) {
		this.#limits = limits;
		this.#timer = setInterval(() => this.#broadcast(Buffer.from(':\n\n')), limits.heartbeatMs);
		this.#timer.unref();
	}

	get readers(): number {
		return this.#readers.size;
	}

	/** Id of the newest event. */
	get lastId(): number {
		return this.#lastId;
	}

	/** False: there are too many readers already. */
	attach(response: ServerResponse, lastSeen: string | undefined): boolean {
		if (this.#readers.size >= this.#limits.maxReaders) return false;
		response.writeHead(200, { 'content-type': 'text/event-stream' });
		response.once('close', () => this.#readers.delete(response));
		this.#readers.add(response);
		const seen = lastSeen === undefined ? this.#lastId : /^\d{1,15}$/.test(lastSeen) ? Number(lastSeen) : -1;
		const oldest = this.#ring[0]?.id ?? this.#lastId + 1;
		const isWhole = seen >= oldest - 1 && seen <= this.#lastId;
		this.#write(response, frameOf(isWhole ? seen : this.#lastId, isWhole ? 'hello' : 'resync', null));
		if (isWhole) for (const { id, frame } of this.#ring) if (id > seen) this.#write(response, frame);
		return true;
	}

	send(name: string, payload: unknown): void {
		this.#lastId += 1;
		const frame = frameOf(this.#lastId, name, payload);
		this.#ring.push({ id: this.#lastId, frame });
		this.#ringBytes += frame.length;
		while (this.#ring.length > this.#limits.ringEvents || this.#ringBytes > this.#limits.ringBytes) {
			this.#ringBytes -= this.#ring.shift()?.frame.length ?? 0;
		}
		this.#broadcast(frame);
	}

	close(): void {
		clearInterval(this.#timer);
		for (const reader of this.#readers) reader.end();
	}

	#broadcast(frame: Buffer): void {
		for (const reader of this.#readers) this.#write(reader, frame);
	}

	#write(reader: ServerResponse, frame: Buffer): void {
		if (!this.#readers.has(reader)) return;
		if (reader.writableLength > this.#limits.maxLagBytes) {
			this.#readers.delete(reader);
			reader.destroy();
		} else reader.write(frame);
	}
}

/** JSON holds no raw line feed, so an event is always three lines. */
function frameOf(id: number, name: string, payload: unknown): Buffer {
	return Buffer.from(`id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(payload)}\n\n`);
}
