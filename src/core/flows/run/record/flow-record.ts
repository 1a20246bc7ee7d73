import { type DataFlareError, toDataFlareError } from '../../../../shared/errors/errors.ts';
import type { Preview } from '../../../../shared/run/preview.ts';
import type { FlowFigures, FlowStageFigures, RunRecorder } from '../../../runs/run-recorder.ts';
import { placeOf } from '../../check/problem.ts';
import type { KeptPreview, PreviewKeeper } from '../../io/preview-keeper.ts';
import type { Checkpoint } from '../checkpoint.ts';
import type { RefusedRecord } from '../components/component-context.ts';
import { LostState } from '../record-worker.ts';
import type { FlowListener } from '../run-to-end.ts';
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
			another(position, number) {
				const message = `Record ${number} of this component is another one than before the flow went back: what comes before it does not give the same each time. The record that cost this component its state is not left out by its number, so this one is worked. Look for a component before it that gives something else for the same records (by the time, by chance, by what it asks of others).`;
				recorder.sink(position).onLog?.({ at: Date.now(), level: 'warn', message });
			},
			lingers(position, failure) {
				const { message } = toDataFlareError(failure instanceof LostState ? failure.failure : failure);
				const text = `This component failed (${message}). The run ends as soon as what is being read or written comes back.`;
				recorder.sink(position).onLog?.({ at: Date.now(), level: 'error', message: text });
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
		const stages = this.#tally.components.map((component): FlowStageFigures => {
			const { dropped, failed, ...rest } = component.counts();
			return { ...rest, recordsDropped: dropped, recordsFailed: failed, time: component.time() };
		});
		return {
			stages,
			resting: this.#tally.components.map(({ isResting }) => isResting),
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
