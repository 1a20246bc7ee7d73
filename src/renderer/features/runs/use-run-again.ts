import { useTranslation } from 'react-i18next';
import type { DataFlareError } from '../../../shared/errors/errors.ts';
import { leftOutOf } from '../../../shared/run/kept.ts';
import type { RunDetail } from '../../../shared/run/run.ts';
import { newRunId } from '../../../shared/run/run-id.ts';
import { useAction, useBridge } from '../../client/engine.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { navigate } from '../../lib/nav/hash-location.ts';
import { links } from '../../lib/nav/links.ts';
import { inputOf } from './detail/request.ts';

/** Whether nothing is kept that a call could be made again with. */
export function isInputLost(run: RunDetail): boolean {
	return run.kind === 'call' && inputOf(run).kind === 'lost';
}

/** The same call again; streams and chains go through the form, where the places are seen before anything is written. */
export function useRunAgain(): (run: RunDetail) => void {
	const { t } = useTranslation('run');
	const call = useAction('plugins.call');
	const bridge = useBridge();
	const toasts = useToasts();
	return (run) => {
		if (run.kind !== 'call') return navigate(editPlace(run));
		const input = inputOf(run);
		if (input.kind === 'lost') return;
		const runId = newRunId();
		let isShown = false;
		const show = (): void => {
			if (isShown) return;
			isShown = true;
			navigate(links.run(runId));
		};
		// A long call is watched from its beginning.
		const end = bridge.on('run.started', (event) => event.run.id === runId && show());
		call
			.mutateAsync({
				name: run.label,
				fn: run.fn ?? '',
				...(input.kind === 'text' ? { input: input.text } : {}),
				...(input.kind === 'base64' ? { inputBase64: input.base64 } : {}),
				result: false,
				...leftOutOf(run.keeping),
				runId,
				trigger: 'window',
			})
			.then(show, (error: DataFlareError) => {
				// A failure of the run is told on its own page; a call that never became a run is told here.
				if (error.details['runId'] === runId) show();
				else toasts.failed(() => t('action.again'), error);
			})
			.finally(end);
	};
}

/** Where a run is changed before it is made again. */
export function editPlace(run: RunDetail): string {
	if (run.kind === 'flow') return links.flowOfRun(run.id);
	if (run.kind !== 'call') return links.runAgain(run.id);
	const input = inputOf(run);
	const text = input.kind === 'text' ? input.text : input.kind === 'lost' ? input.beginning : '';
	return links.test(run.label, run.fn ?? '', text);
}
