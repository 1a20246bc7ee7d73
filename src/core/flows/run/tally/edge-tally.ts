import type { FlowEdge } from '../../../../shared/flow/flow-graph.ts';
import type { RunEdge } from '../../../../shared/run/run-edge.ts';
import type { Batch } from '../../../../shared/sandbox/batch.ts';
import { PreviewCollector } from '../../../records/preview.ts';
import { sliceOf } from '../parcels/batches.ts';

export interface EdgeCounts {
	readonly records: number;
	readonly bytes: number;
}

/** What of an edge's beginning is kept: so many bytes, and so many records, whichever is less. */
export interface SampleSize {
	readonly bytes: number;
	readonly records: number;
}

/** What went along one edge, through all that a flow is taken back and begun again. */
export class EdgeTally {
	readonly edge: FlowEdge;
	/** Parcels on it now. */
	waiting: () => number = () => 0;
	readonly #sample: PreviewCollector;
	/** Bytes that the sample has seen: what goes by once more, after the flow was taken back, is not added again. */
	#sampled: number;
	/** Records that it still takes. */
	#room: number;
	#records: number;
	#bytes: number;

	constructor(edge: FlowEdge, sample: SampleSize, counts: EdgeCounts = { records: 0, bytes: 0 }) {
		this.edge = edge;
		this.#sample = new PreviewCollector(sample.bytes);
		this.#room = sample.records;
		this.#records = counts.records;
		this.#bytes = counts.bytes;
		this.#sampled = counts.bytes;
	}

	add(batch: Batch): void {
		const { data, ends } = batch;
		if (this.#bytes === this.#sampled) {
			if (this.#room > 0) this.#sample.add(sliceOf(batch, 0, Math.min(this.#room, ends.length)).data);
			this.#room -= ends.length;
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

	result(): RunEdge {
		return { ...this.edge, ...this.counts(), sample: this.#sample.result() };
	}
}
