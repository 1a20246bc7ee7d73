import { Emitter } from '../../../shared/emitter.ts';

/** What the program's windows tell each other: which are wanted, that one is not any more, that its end was told. */
type Said =
	| { readonly said: 'which?' }
	| { readonly said: 'wanted'; readonly ids: readonly string[] }
	| { readonly said: 'unwanted' | 'told'; readonly id: string };

/** The part of a BroadcastChannel that is used: what one window posts, all the others hear. */
interface Channel {
	postMessage(message: Said): void;
	addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** Of this tab: a page that is loaded anew still knows what it was asked for. */
const SLOT = 'dataflare-wanted-ends';

/**
 * Runs whose end a person asked to be told of, one by one. All windows of the program know of them, so that it is told
 * whichever window is left by then, and each shows the same.
 */
export class WantedEnds {
	readonly #channel: Channel;
	readonly #kept: Pick<Storage, 'getItem' | 'setItem'>;
	readonly #changes = new Emitter<{ readonly ids: undefined }>();
	/** Told here or by another window: whoever hears of the end later tells it no more. */
	readonly #told = new Set<string>();
	#ids: readonly string[];

	constructor(channel: Channel, kept: Pick<Storage, 'getItem' | 'setItem'>) {
		this.#channel = channel;
		this.#kept = kept;
		this.#ids = this.#keptIds();
		channel.addEventListener('message', ({ data }) => this.#hear(data as Said));
		channel.postMessage({ said: 'which?' });
	}

	/** The same list for as long as nothing changes. */
	get ids(): readonly string[] {
		return this.#ids;
	}

	/** Hears of every change; returns what ends that. */
	onChange(listener: () => void): () => void {
		return this.#changes.on('ids', listener);
	}

	want(id: string, wanted: boolean): void {
		this.#set(wanted ? [...this.#ids, id] : this.#ids.filter((one) => one !== id));
		this.#channel.postMessage(wanted ? { said: 'wanted', ids: [id] } : { said: 'unwanted', id });
	}

	/** Whether its end is wanted, or was told because it was. */
	isAskedFor(id: string): boolean {
		return this.#told.has(id) || this.#ids.includes(id);
	}

	/** The run is over. `tell`: its end is wanted, and nobody told it yet; from now on it is `told`. */
	end(id: string): 'tell' | 'told' | 'unwanted' {
		if (this.#told.has(id)) return 'told';
		if (!this.#ids.includes(id)) return 'unwanted';
		this.#close(id);
		this.#channel.postMessage({ said: 'told', id });
		return 'tell';
	}

	#close(id: string): void {
		this.#told.add(id);
		this.#set(this.#ids.filter((one) => one !== id));
	}

	#hear(message: Said): void {
		if (message.said === 'which?') {
			if (this.#ids.length > 0) this.#channel.postMessage({ said: 'wanted', ids: this.#ids });
		} else if (message.said === 'wanted') this.#set([...this.#ids, ...message.ids]);
		else if (message.said === 'told') this.#close(message.id);
		else this.#set(this.#ids.filter((one) => one !== message.id));
	}

	#set(ids: readonly string[]): void {
		// What was told stays told, though another window may not have heard of it yet.
		const next = [...new Set(ids)].filter((id) => !this.#told.has(id));
		if (next.join() === this.#ids.join()) return;
		this.#ids = next;
		try {
			this.#kept.setItem(SLOT, JSON.stringify(next));
		} catch {
			// It is known for as long as the page lives.
		}
		this.#changes.emit('ids', undefined);
	}

	#keptIds(): readonly string[] {
		try {
			const kept: unknown = JSON.parse(this.#kept.getItem(SLOT) ?? '[]');
			return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
		} catch {
			return [];
		}
	}
}
