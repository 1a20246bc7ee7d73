import { dirname, join, resolve } from 'node:path';
import type { RunRecorder } from '../../../runs/run-recorder.ts';
import type { FlowCheckpointStore } from '../../../store/flows/checkpoint-store.ts';
import type { PlannedBuiltIn, PlannedComponent } from '../../check/plan.ts';
import type { FlowWriter } from '../../io/flow-io.ts';
import type { FlowThreads } from '../../io/flow-thread.ts';
import { openFlowReader } from '../../io/open-reader.ts';
import { openFlowWriter, type WriterOptions } from '../../io/open-writer.ts';
import { partName } from '../../io/part-file.ts';
import { PreviewKeeper } from '../../io/preview-keeper.ts';
import { writerPlaceOf } from '../../io/writer-place.ts';
import type { RunnableComponent } from '../runnable-flow.ts';

export interface BuiltInDeps extends Pick<WriterOptions, 'noteFolder' | 'ownPlaces'> {
	readonly store: { readonly checkpoints: FlowCheckpointStore };
	readonly threads: FlowThreads;
	/** The component that reads a file which appeared in a folder, if a run is about one: no link in its place. */
	readonly found?: string | null | undefined;
}

interface BuiltInOpening {
	readonly planned: PlannedComponent;
	readonly unit: PlannedBuiltIn;
	readonly recorder: RunRecorder;
	/** Hears of what keeps a preview. */
	readonly onPreview: (position: number, keeper: PreviewKeeper) => void;
}

/** What of a component that is a part of the program is opened when the flow starts. */
export function builtInComponent(
	deps: BuiltInDeps,
	{ planned, unit, recorder, onPreview }: BuiltInOpening,
	common: { readonly name: string; readonly resumes: boolean },
): RunnableComponent {
	const { position, batchRecords, batchBytes } = planned;
	const { threads } = deps;
	const log = (message: string): void => recorder.sink(position).onLog?.({ at: Date.now(), level: 'warn', message });
	switch (unit.use) {
		case 'read-file':
			return {
				...common,
				kind: 'reader',
				open: (at, signal) =>
					openFlowReader(unit.config, {
						...{ batchRecords, batchBytes, signal, from: at ?? undefined, threads, log },
						followsLink: deps.found !== common.name,
					}),
			};
		case 'write-file':
			return {
				...common,
				kind: 'writer',
				open: (at, signal) =>
					openNoted(deps, unit.config, {
						run: recorder.id,
						component: position,
						from: at ?? undefined,
						signal,
						threads,
						log,
					}),
			};
		case 'preview':
			return {
				...common,
				kind: 'writer',
				open: async (at) => {
					const keeper = new PreviewKeeper(unit.config, common.name, at ?? undefined);
					onPreview(position, keeper);
					return keeper;
				},
			};
	}
}

/** Where what is not whole yet lies is noted for as long as it may be there, so that a later start finds it. */
async function openNoted(
	{ store, noteFolder, ownPlaces }: BuiltInDeps,
	config: Parameters<typeof openFlowWriter>[0],
	options: Omit<WriterOptions, 'noteFolder' | 'ownPlaces'>,
): Promise<FlowWriter> {
	const { run, component, from } = options;
	const path = resolve(config.path);
	const name = from === undefined ? partName(run, component) : writerPlaceOf(path, from.at).part;
	const part = join(dirname(path), name);
	store.checkpoints.notePart(run, part);
	const whole = { ...options, noteFolder, ownPlaces };
	const writer = await openFlowWriter(config, whole);
	return {
		isSpecial: writer.isSpecial === true,
		write: (batch) => writer.write(batch),
		position: () => writer.position(),
		prepare: () => writer.prepare(),
		async commit() {
			await writer.commit();
			store.checkpoints.forgetPart(part);
		},
		async abandon() {
			await writer.abandon();
			store.checkpoints.forgetPart(part);
		},
		suspend: () => writer.suspend(),
	};
}
