import { useTranslation } from 'react-i18next';
import type { DataFlareError } from '../../../../shared/errors/errors.ts';
import { leftOutOf } from '../../../../shared/run/kept.ts';
import type { RunDetail } from '../../../../shared/run/run.ts';
import { newRunId } from '../../../../shared/run/run-id.ts';
import { useAction, useBridge } from '../../../client/engine.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { navigate } from '../../../lib/nav/hash-location.ts';
import { links } from '../../../lib/nav/links.ts';

/** Goes on with a run that ended early; the run that does is shown from its beginning. */
export function useResume(): { readonly isStarting: boolean; resume(run: RunDetail, accept: boolean): void } {
	const { t } = useTranslation('run');
	const { mutateAsync, isPending } = useAction('flows.resume');
	const bridge = useBridge();
	const toasts = useToasts();
	return {
		isStarting: isPending,
		resume(run, accept) {
			const runId = newRunId();
			let isShown = false;
			const show = (): void => {
				if (isShown) return;
				isShown = true;
				navigate(links.run(runId));
			};
			const end = bridge.on('run.started', (event) => event.run.id === runId && show());
			mutateAsync({ run: run.id, accept, ...leftOutOf(run.keeping), runId, trigger: 'window' })
				.then(show, (error: DataFlareError) => {
					// A failure of the run is told on its own page; one that never became a run is told here.
					if (error.details['runId'] === runId) show();
					else toasts.failed(() => t('flow.resumeFailed'), error);
				})
				.finally(end);
		},
	};
}
