import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { MAX_BATCH_BYTES } from '../../../shared/flow/flow-file.ts';
import type { FlowEdge } from '../../../shared/flow/flow-graph.ts';
import { traitsOf } from '../../../shared/plugin/module/guest-abi.ts';
import type { RunRecorder } from '../../runs/run-recorder.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { RecordWorker } from '../run/record-worker.ts';
import type { RunnableComponent, RunnableFlow } from '../run/runnable-flow.ts';
import { type Line, type LineStage, MOST_RECORD_BYTES } from './line.ts';
import { lineReader, lineWriter } from './line-ends.ts';
import { startStage } from './stage-worker.ts';

export interface RunnableLine extends RunnableFlow {
	/** Place of what writes what comes out; null: the last stage is a destination. */
	readonly writer: number | null;
}

/** A line as parts of a flow: its stages by their place, behind them what is read and what is written where there is such. */
export function runnableLine(line: Line, recorder: RunRecorder, runtime: Runtime): RunnableLine {
	const { stages } = line;
	const last = stages.length - 1;
	const starting: Promise<RecordWorker>[] = [];
	const components = stages.map((stage, position) =>
		stageComponent(stage, (signal) => {
			const worker = startStage(runtime, stage, position, recorder, signal);
			starting.push(worker);
			return worker;
		}),
	);
	const edges = stages.slice(1).map((_, from): FlowEdge => ({ from, port: 'out', to: from + 1 }));
	if (stages[0]?.type !== 'source') {
		const openReader = line.reader ?? nothingToRead();
		edges.unshift({ from: components.length, port: 'out', to: 0 });
		components.push({
			name: 'input',
			resumes: false,
			kind: 'reader',
			async open(_, signal) {
				await Promise.all(starting);
				const reader = await openReader(signal);
				recorder.expect(reader.totalBytes);
				return lineReader(reader);
			},
		});
	}
	if (stages[last]?.type === 'destination') return { components, edges, drains: true, writer: null };
	const writer = components.length;
	edges.push({ from: last, port: 'out', to: writer });
	components.push({
		name: 'output',
		resumes: false,
		kind: 'writer',
		async open(_, signal) {
			await Promise.all(starting);
			return lineWriter(await line.writer(signal), signal);
		},
	});
	return { components, edges, drains: true, writer };
}

function stageComponent(
	{ type, spec, batchRecords }: LineStage,
	open: (signal: AbortSignal) => Promise<RecordWorker>,
): RunnableComponent {
	const common = { name: spec.plugin, resumes: false, open };
	// One that never ends ends in a plain run when it has nothing: nobody could wait there for more.
	if (type === 'source') return { ...common, kind: 'source', endless: false };
	return {
		...common,
		kind: 'work',
		batchRecords,
		// As much as the one before it gave at once.
		batchBytes: MAX_BATCH_BYTES,
		maxRecordBytes: MOST_RECORD_BYTES,
		workers: 1,
		finishes: type === 'aggregator' || traitsOf(spec.guest.abi).isProgram,
		passesOn: type !== 'destination',
		failsFlow: true,
		hidesRecords: true,
	};
}

function nothingToRead(): never {
	throw new DataFlareError(
		'configuration',
		'There is nothing to read: the first plugin is not a source, and there is no input.',
		{
			details: because('chain_without_input'),
			hint: 'Choose an input file, or start with a source.',
		},
	);
}
