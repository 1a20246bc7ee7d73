import { useEffect, useMemo, useState } from 'react';
import { type DataFlareError, toDataFlareError } from '../../../../shared/errors/errors.ts';
import { newRunId } from '../../../../shared/run/run-id.ts';
import { useAction, useEngineEvent, useRoute } from '../../../client/engine.tsx';
import { addSample, type ProgressSample } from '../../../lib/runs/run-progress.ts';
import { useLookAt } from '../../../lib/runs/use-look-at.ts';
import type { ComponentId, FlowDocument } from '../model/document.ts';
import { flowOf } from '../model/write-flow.ts';
import type { RunView } from './run-view.ts';
import { runViewOf } from './run-view-of.ts';

/** How often a run that was just asked for is looked for, ms. */
const ASK_EVERY_MS = 250;
/** At most ten samples a second come of one run; as often is drawn anew. */
const noSamples: readonly ProgressSample[] = [];

interface Shown {
	readonly id: string;
	/** Components by their place in the run's flow; null: of a run of before, known by their names. */
	readonly ids: readonly ComponentId[] | null;
}

export interface FlowRun {
	readonly view: RunView | null;
	/** It was asked for and has not begun. */
	readonly isStarting: boolean;
	/** Why it did not begin. */
	readonly refused: DataFlareError | null;
	/** The file that would be replaced, which a person is to agree to. */
	readonly replacing: { readonly path: string; readonly bytes: number } | null;
	start(replace?: boolean): void;
	forget(): void;
	/** The run is no longer shown. */
	close(): void;
}

/** Runs what is in the editor, saved or not, and shows how it goes: that run, or the last one of the flow. */
export function useFlowRun(document: FlowDocument, kept: string | null): FlowRun {
	const [shown, setShown] = useState<Shown | null>(null);
	const [closed, setClosed] = useState<string | null>(null);
	const [isStarting, setStarting] = useState(false);
	const [refused, setRefused] = useState<DataFlareError | null>(null);
	const [samples, setSamples] = useState(noSamples);
	const { mutateAsync } = useAction('flows.run');
	const flows = useRoute('flows.list', {}, { enabled: kept !== null }).data;
	const last = flows?.find(({ name }) => name === kept)?.lastRun?.id ?? null;
	const chosen = shown?.id ?? (last === closed ? null : last);
	const run = useRoute('runs.get', { id: chosen ?? '-' }, { enabled: chosen !== null });
	const { refetch, isPending } = run;
	const data = run.data?.id === chosen && run.data.kind === 'flow' ? run.data : null;
	useLookAt({ ids: data === null ? [] : [data.id] });
	useEngineEvent('run.progress', (sample) => {
		if (sample.id === chosen) setSamples((before) => addSample(before, sample));
	});
	// It is asked for before the engine has it.
	useEffect(() => {
		if (chosen === null || data !== null || !isStarting) return;
		const timer = setInterval(() => void refetch(), ASK_EVERY_MS);
		return () => clearInterval(timer);
	}, [chosen, data, isStarting, refetch]);

	const start = (replace = false): void => {
		const id = newRunId();
		setRefused(null);
		setSamples(noSamples);
		setStarting(true);
		setShown({ id, ids: document.components.map((component) => component.id) });
		mutateAsync({ flow: { definition: flowOf(document) }, replace, runId: id, trigger: 'window' })
			.catch((thrown: unknown) => {
				const error = toDataFlareError(thrown);
				// What failed on its way is told by the run itself.
				if (error.details['runId'] === id) return;
				setRefused(error);
				setShown(null);
			})
			.finally(() => {
				setStarting(false);
				void refetch();
			});
	};
	const view = useMemo((): RunView | null => {
		if (data === null) return null;
		const byName = new Map(document.components.map(({ name, id }) => [name, id]));
		const here = new Set(document.components.map(({ id }) => id));
		const idOf = (position: number): ComponentId | null => {
			const known = shown?.ids?.[position];
			if (known !== undefined) return here.has(known) ? known : null;
			return byName.get(data.stages.find((stage) => stage.position === position)?.component ?? '') ?? null;
		};
		return runViewOf(data, samples, idOf);
	}, [data, samples, shown, document]);
	const { reason, path, bytes } = refused?.details ?? {};
	const isAsked = reason === 'output_exists' && typeof path === 'string';
	return {
		view,
		isStarting: isStarting && (data === null || isPending),
		refused: isAsked ? null : refused,
		replacing: isAsked ? { path, bytes: typeof bytes === 'number' ? bytes : 0 } : null,
		start,
		forget: () => setRefused(null),
		close: () => {
			setClosed(last);
			setShown(null);
		},
	};
}
