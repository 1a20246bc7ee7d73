import { DataFlareError } from '../../shared/errors/errors.ts';
import { hostStatus } from '../../shared/host/abi.ts';
import { brokerRequests } from '../imports/host-calls.ts';
import type { HostSide } from '../imports/host-side.ts';
import { encode } from '../memory/utf8.ts';

/** Variables and the key-value functions share a plugin's state, each under names of its own. */
const VARIABLE = 'var/';
export const STORED = 'kv/';

/** As in Extism's own runtime. bytes */
const DEFAULT_MOST = 1024 * 1024;
/** What an entry takes beside its key and value there, bytes. */
const ENTRY = 48;

/**
 * The variables of an Extism guest, kept in the plugin's state. While a call lasts they are held here, so that a guest
 * which uses one for each of a thousand records asks the parent once; at its end what changed is written.
 */
export class Variables {
	readonly most: number;
	readonly #host: HostSide;
	readonly #known = new Map<string, Uint8Array | null>();
	readonly #changed = new Set<string>();

	constructor(host: HostSide, most = DEFAULT_MOST) {
		this.#host = host;
		this.most = most;
	}

	/** Null: there is none. A promise only where the parent has to be asked. */
	get(key: string): Uint8Array | null | Promise<Uint8Array | null> {
		const known = this.#known.get(key);
		return known === undefined ? this.#load(key) : known;
	}

	async #load(key: string): Promise<Uint8Array | null> {
		const { status, data } = await this.#host.ask(brokerRequests.stateGet(VARIABLE + key));
		const value = status < 0 ? null : data;
		if (status >= 0) this.#known.set(key, value);
		return value;
	}

	/** Null deletes. False: there is no room. */
	set(key: string, value: Uint8Array | null): boolean {
		if (value !== null) {
			let size = ENTRY + encode(key).length + value.length;
			for (const [other, held] of this.#known) {
				if (other !== key && held !== null) size += ENTRY + encode(other).length + held.length;
			}
			if (size > this.most) return false;
		}
		this.#known.set(key, value);
		this.#changed.add(key);
		return true;
	}

	/** Writes what changed and forgets the rest: others may change it. Throws where the plugin's state has no room. */
	async settle(): Promise<void> {
		const changed = [...this.#changed].map((key) => [key, this.#known.get(key) ?? null] as const);
		this.#known.clear();
		this.#changed.clear();
		for (const [key, value] of changed) {
			const request = brokerRequests.stateSet(VARIABLE + key, value ?? new Uint8Array(0));
			const { status } = await this.#host.ask(request);
			if (status < 0) throw storeFailed(key, status);
		}
	}
}

export function storeFull(): DataFlareError {
	return new DataFlareError('plugin_execution', 'the variable store is full', {
		hint: 'The plugin keeps more in its variables than it may.',
	});
}

export function storeFailed(key: string, status: number): DataFlareError {
	if (status === hostStatus.noSpace || status === hostStatus.tooLarge) return storeFull();
	return new DataFlareError('plugin_execution', `the variable ${JSON.stringify(key)} could not be kept (${status})`);
}
