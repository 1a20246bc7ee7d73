import type { Port } from '../../../../shared/flow/flow-file.ts';
import type { Batch } from '../../../../shared/sandbox/batch.ts';
import type { Edge } from '../parcels/edge.ts';

/** Where a component's parcels go. A port may have several takers, who share its parcels, or none. */
export class Outlets {
	readonly #byPort: Readonly<Record<Port, readonly Edge[]>>;

	constructor(byPort: Readonly<Record<Port, readonly Edge[]>>) {
		this.#byPort = byPort;
	}

	isTaken(port: Port): boolean {
		return this.#byPort[port].length > 0;
	}

	/** One parcel on each port, empty where there is nothing for it. Resolves once every taker has room for another one. */
	async give(parcels: Readonly<Record<Port, Batch>>): Promise<void> {
		const given: Promise<void>[] = [];
		for (const port of Object.keys(parcels) as Port[]) {
			for (const edge of this.#byPort[port]) given.push(edge.put(parcels[port]));
		}
		await Promise.all(given);
	}

	end(): void {
		for (const edges of Object.values(this.#byPort)) for (const edge of edges) edge.end();
	}
}
