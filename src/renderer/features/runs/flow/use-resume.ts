import { useTranslation } from 'react-i18next';
import { leftOutOf } from '../../../../shared/run/kept.ts';
import type { RunDetail } from '../../../../shared/run/run.ts';
import { useAction } from '../../../client/engine.tsx';
import { useShownRun } from '../../../components/progress/use-shown-run.ts';

/** Goes on with a run that ended early; the run that does is shown from its beginning. */
export function useResume(): { readonly isStarting: boolean; resume(run: RunDetail, accept: boolean): void } {
	const { t } = useTranslation('run');
	const { mutateAsync, isPending } = useAction('flows.resume');
	const show = useShownRun();
	return {
		isStarting: isPending,
		resume: (run, accept) =>
			show(
				(runId) => mutateAsync({ run: run.id, accept, ...leftOutOf(run.keeping), runId, trigger: 'window' }),
				() => t('flow.resumeFailed'),
			),
	};
}
