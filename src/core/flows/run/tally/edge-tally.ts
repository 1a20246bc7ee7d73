import type { FlowEdge } from '../../../../shared/flow/flow-graph.ts';
import type { RunEdge } from '../../../../shared/run/run-edge.ts';
import type { Batch } from '../../../../shared/sandbox/batch.ts';
import { PreviewCollector } from '../../../records/preview.ts';

export interface EdgeCounts {
	readonly records: number;
	readonly bytes: number;
}

/** What went along one edge, through all that a flow is taken back and begun again. */
export class EdgeTally {
	readonly edge: FlowEdge;
	/** Parcels on it now. */
	waiting: () => number = () => 0;
	readonly #sample: PreviewCollector;
	/** Bytes that the sample has seen: what goes by once more, after the flow was taken back, is not added again. */
	#sampled: number;
	#records: number;
	#bytes: number;

	constructor(edge: FlowEdge, sampleBytes: number, counts: EdgeCounts = { records: 0, bytes: 0 }) {
		this.edge = edge;
		this.#sample = new PreviewCollector(sampleBytes);
		this.#records = counts.records;
		this.#bytes = counts.bytes;
		this.#sampled = counts.bytes;
	}

	add({ data, ends }: Batch): void {
		if (this.#bytes === this.#sampled) {
			this.#sample.add(data);
			this.#sampled += data.length;
		}
		this.#records += ends.length;
		this.#bytes += data.length;
	}

	counts(): EdgeCounts {
		return { records: this.#records, bytes: this.#bytes };
	}

	restore({ records, bytes }: EdgeCounts): void {
		this.#records = records;
		this.#bytes = bytes;
	}

	/** With the beginning of what went along where that is wanted: it takes a while to put together. */
	result(withSample: boolean): RunEdge {
		return { ...this.edge, ...this.counts(), sample: withSample ? this.#sample.result() : null };
	}
}
