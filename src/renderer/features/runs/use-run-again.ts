import { useTranslation } from 'react-i18next';
import { leftOutOf } from '../../../shared/run/kept.ts';
import type { RunDetail } from '../../../shared/run/run.ts';
import { useAction } from '../../client/engine.tsx';
import { useShownRun } from '../../components/progress/use-shown-run.ts';
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
	const show = useShownRun();
	return (run) => {
		if (run.kind !== 'call') return navigate(editPlace(run));
		const input = inputOf(run);
		if (input.kind === 'lost') return;
		show(
			(runId) =>
				call.mutateAsync({
					name: run.label,
					fn: run.fn ?? '',
					...(input.kind === 'text' ? { input: input.text } : {}),
					...(input.kind === 'base64' ? { inputBase64: input.base64 } : {}),
					result: false,
					...leftOutOf(run.keeping),
					runId,
					trigger: 'window',
				}),
			() => t('action.again'),
		);
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
