import type { DataFlareError } from '../../../../shared/errors/errors.ts';
import type { Preview } from '../../../../shared/run/preview.ts';
import type { FlowFigures, FlowStageFigures, RunRecorder } from '../../../runs/run-recorder.ts';
import { placeOf } from '../../check/problem.ts';
import type { KeptPreview, PreviewKeeper } from '../../io/preview-keeper.ts';
import type { Checkpoint } from '../checkpoint.ts';
import type { RefusedRecord } from '../parts/part-context.ts';
import type { FlowListener } from '../run-parts.ts';
import type { FlowTally } from '../tally/flow-tally.ts';

/** What a run of a flow is told of it at any moment, from what is counted in it. */
export class FlowRecord {
	readonly #tally: FlowTally;
	/** Places of the components that records enter by, and leave by. */
	readonly #entrances: readonly number[];
	readonly #exits: readonly number[];
	/** By place. */
	readonly #previews = new Map<number, Pick<PreviewKeeper, 'kept'>>();
	#reading: () => { readonly read: number; readonly total: number } = () => ({ read: 0, total: 0 });

	constructor(tally: FlowTally, entrances: readonly number[], exits: readonly number[]) {
		this.#tally = tally;
		this.#entrances = entrances;
		this.#exits = exits;
	}

	/** `aside` keeps records that were refused where their component says so. */
	listener(
		recorder: RunRecorder,
		aside: (position: number, records: readonly RefusedRecord[]) => Promise<void>,
		wentBack: (to: Checkpoint | null) => void,
	): FlowListener {
		const [first] = this.#entrances;
		const [last] = this.#exits;
		return {
			entered(position, { data }) {
				if (position === first) recorder.input.add(data);
				recorder.changed();
			},
			left(position, { data }) {
				if (position === last) recorder.output.add(data);
				recorder.changed();
			},
			refused: aside,
			changed: () => recorder.changed(),
			begun: (attempt) => {
				this.#reading = () => attempt.reading;
			},
			wentBack(position, lost, to) {
				wentBack(to);
				const where = to === null ? 'its beginning' : 'its last checkpoint';
				const message = `What this component kept was lost (${lost.message}). The flow goes on from ${where}, without the record that did it.`;
				recorder.sink(position).onLog?.({ at: Date.now(), level: 'warn', message });
			},
			noCheckpoint(error) {
				const message = `A checkpoint could not be taken: ${error.message}`;
				recorder.sink(0).onLog?.({ at: Date.now(), level: 'warn', message });
			},
		};
	}

	/** What a component keeps to be shown is told as the beginning of what went to it. */
	preview(position: number, keeper: Pick<PreviewKeeper, 'kept'>): void {
		this.#previews.set(position, keeper);
	}

	/** `isFinal`: for the last time, with the beginnings of what went along edges. */
	figures(isFinal: boolean): FlowFigures {
		const counts = this.#tally.counts();
		const sum = (places: readonly number[], key: 'recordsIn' | 'recordsOut' | 'bytesIn' | 'bytesOut'): number =>
			places.reduce((total, place) => total + (counts.parts[place]?.[key] ?? 0), 0);
		const { read, total } = this.#reading();
		const stages = this.#tally.parts.map((part): FlowStageFigures => {
			const { dropped, failed, ...rest } = part.counts();
			return { ...rest, recordsDropped: dropped, recordsFailed: failed, time: part.time() };
		});
		return {
			stages,
			edges: this.#edges(isFinal),
			recordsIn: sum(this.#entrances, 'recordsOut'),
			recordsOut: sum(this.#exits, 'recordsIn'),
			bytesIn: sum(this.#entrances, 'bytesOut'),
			bytesOut: sum(this.#exits, 'bytesIn'),
			read,
			toRead: total,
		};
	}

	#edges(isFinal: boolean): FlowFigures['edges'] {
		const shown = new Set<number>();
		return this.#tally.edges.map((tally) => {
			const edge = { ...tally.result(isFinal), waiting: tally.waiting() };
			const keeper = this.#previews.get(edge.to);
			if (!isFinal || keeper === undefined || shown.has(edge.to)) return edge;
			shown.add(edge.to);
			return { ...edge, sample: previewOf(keeper.kept(), edge.bytes) };
		});
	}
}

/** As its records were, a line each. */
function previewOf({ records, total }: KeptPreview, bytes: number): Preview | null {
	if (records.length === 0) return null;
	const isCut = records.length < total || records.some((each) => each.isCut);
	const text = records.map((record) => `${record.text}\n`).join('');
	return { text, bytes, truncated: isCut, form: 'text' };
}

/** What ended a flow, as its run tells it: with the component named, where it was one. */
export function namedFailure(
	error: DataFlareError,
	position: number | null,
	component: { readonly name: string; readonly plugin: string } | null,
): DataFlareError {
	if (position === null || component === null) return error;
	const { name, plugin } = component;
	return error.with({
		message: `${placeOf(position, name)}: ${error.message}`,
		details: { component: position, stage: position, ...(plugin === '' ? {} : { plugin }) },
	});
}
