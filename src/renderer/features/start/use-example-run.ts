import { useState } from 'react';
import { type DataFlareError, toDataFlareError } from '../../../shared/errors/errors.ts';
import { newRunId } from '../../../shared/run/run-id.ts';
import { useAction } from '../../client/engine.tsx';
import { useLookAt } from '../../lib/runs/use-look-at.ts';

type ExampleRun =
	| { readonly state: 'idle' }
	| { readonly state: 'running'; readonly id: string }
	| { readonly state: 'finished'; readonly id: string }
	| { readonly state: 'failed'; readonly error: DataFlareError; readonly id: string | null };

/** Runs the example chain, and hands over its id when it is finished. */
export function useExampleRun(onFinished: (id: string) => void) {
	const { mutateAsync: runSamples } = useAction('samples.run');
	const [run, setRun] = useState<ExampleRun>({ state: 'idle' });
	useLookAt(run.state === 'idle' || run.id === null ? null : { ids: [run.id] });
	return {
		run,
		async start(): Promise<void> {
			const id = newRunId();
			setRun({ state: 'running', id });
			try {
				await runSamples({ runId: id });
				setRun({ state: 'finished', id });
				onFinished(id);
			} catch (thrown) {
				const error = toDataFlareError(thrown);
				const known = error.details['runId'];
				setRun({ state: 'failed', error, id: typeof known === 'string' ? known : null });
			}
		},
	};
}
