import { z } from 'zod';
import type { FlowEdge } from '../../../../shared/flow/flow-graph.ts';
import { type ComponentCounts, ComponentTally } from './component-tally.ts';
import { type EdgeCounts, EdgeTally } from './edge-tally.ts';

const amount = z.number().min(0);
/** What a checkpoint keeps of counts, by component (`parts` in checkpoints on disk) and by edge. */
export const flowCountsSchema = z.object({
	parts: z.array(
		z.object({
			recordsIn: amount,
			recordsOut: amount,
			dropped: amount,
			failed: amount,
			bytesIn: amount,
			bytesOut: amount,
		}),
	),
	edges: z.array(z.object({ records: amount, bytes: amount })),
	/** Components that had nothing more to give. */
	ended: z.array(z.boolean()),
});
export interface FlowCounts {
	readonly parts: readonly ComponentCounts[];
	readonly edges: readonly EdgeCounts[];
	readonly ended: readonly boolean[];
}

/** What is counted of a flow while it runs. */
export class FlowTally {
	readonly components: readonly ComponentTally[];
	readonly edges: readonly EdgeTally[];
	readonly #ended: boolean[];
	readonly #atStart: FlowCounts;
	#held: { readonly most: number } = { most: 0 };

	/** `sampleBytes`: what is kept of each edge's beginning. `from`: the counts that it goes on from; null: it begins. */
	constructor(
		edges: readonly FlowEdge[],
		components: number,
		sampleBytes: number,
		from: FlowCounts | null,
		now: () => number,
	) {
		const places = Array.from({ length: components }, (_, position) => position);
		this.components = places.map((position) => new ComponentTally(now, from?.parts[position]));
		this.edges = edges.map((edge, index) => new EdgeTally(edge, sampleBytes, from?.edges[index]));
		this.#ended = places.map((position) => from?.ended[position] ?? false);
		this.#atStart = this.counts();
	}

	/** Where the bytes are counted that it holds now. */
	holds(held: { readonly most: number }): void {
		this.#held = held;
	}

	/** The most that it held of records at once since it last began to go on, bytes. */
	get mostHeldBytes(): number {
		return this.#held.most;
	}

	hasEnded(position: number): boolean {
		return this.#ended[position] === true;
	}

	end(position: number): void {
		this.#ended[position] = true;
	}

	counts(): FlowCounts {
		return {
			parts: this.components.map((component) => component.counts()),
			edges: this.edges.map((edge) => edge.counts()),
			ended: [...this.#ended],
		};
	}

	/** Null: as it was when this run began. */
	restore(counts: FlowCounts | null): void {
		const { parts, edges, ended } = counts ?? this.#atStart;
		for (const [position, component] of this.components.entries()) {
			const kept = parts[position];
			if (kept !== undefined) component.restore(kept);
		}
		for (const [index, edge] of this.edges.entries()) {
			const kept = edges[index];
			if (kept !== undefined) edge.restore(kept);
		}
		for (const position of this.#ended.keys()) this.#ended[position] = ended[position] === true;
	}
}
