import { toDataFlareError } from '../shared/errors/errors.ts';
import type { CallRequest, CallResult } from './calls/call-result.ts';
import { ExtismGuest } from './guests/extism-guest.ts';
import { Guest } from './guests/guest.ts';
import type { GuestOptions, LoadedGuest } from './guests/loaded-guest.ts';
import { extismStandInBytes, standInBytes } from './rehearsal/stand-in-bytes.ts';

/**
 * Answers calls in the place of the guest, which is not called: a module of our own, under the guest's limit and handed
 * its records in the guest's way. What a first call would find unprepared is prepared then: the code on its way into a
 * guest and out again is compiled, and has run.
 */
export class Rehearsal {
	readonly #options: GuestOptions;
	#standIn: LoadedGuest | null = null;

	/** `terms`: what the guest was loaded with. */
	constructor(terms: Omit<GuestOptions, 'module'>) {
		const isExtism = terms.guest.abi === 'extism';
		const module = new Uint8Array(Buffer.from(isExtism ? extismStandInBytes : standInBytes, 'base64'));
		const abi = isExtism ? 'extism' : 'dataflare/1';
		// What the guest was given of the world is not the stand-in's.
		const guest = { ...terms.guest, abi, extism: undefined, config: '{}', env: [], args: [] } as const;
		this.#options = { ...terms, module, guest };
	}

	async call(request: CallRequest): Promise<CallResult> {
		try {
			this.#standIn ??= await (this.#options.guest.abi === 'extism' ? ExtismGuest : Guest).load(this.#options);
		} catch (thrown) {
			return { ok: false, error: toDataFlareError(thrown), instanceLost: false };
		}
		return this.#standIn.call(request);
	}
}
