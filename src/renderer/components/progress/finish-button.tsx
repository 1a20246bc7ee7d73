import { Flag } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RouteInput } from '../../../shared/api/routes.ts';
import type { RunDetail } from '../../../shared/run/run.ts';
import { useAction, useRoute } from '../../client/engine.tsx';
import { Button } from '../controls/button.tsx';
import { useToasts } from '../toasts.tsx';

type Place = RouteInput<'flows.check'>['flow'];

/** Ends a run with a source that has no end of its own, well. Of other flows nothing is drawn. */
export function FinishButton({ run }: { readonly run: RunDetail }) {
	const { t } = useTranslation('run');
	const toasts = useToasts();
	const finish = useAction('flows.finish');
	const definition = flowIn(run);
	const check = useRoute('flows.check', { flow: definition ?? { name: run.label } }, { enabled: definition !== null });
	if (check.data?.components.some(({ endless }) => endless) !== true) return null;
	return (
		<Button
			icon={Flag}
			busy={finish.isPending}
			title={t('flow.finishHint')}
			onClick={() =>
				void finish.mutateAsync({ run: run.id }).then(
					({ finishing }) => toasts.done(() => t(finishing ? 'flow.finishing' : 'cancel.over')),
					(error: unknown) => toasts.failed(() => t('flow.finishFailed'), error),
				)
			}
		>
			{t('flow.finish')}
		</Button>
	);
}

/** The flow as the run was asked for it; the engine checks it like any that somebody wrote. */
function flowIn({ request }: RunDetail): Place | null {
	if (typeof request !== 'object' || request === null || !('flow' in request)) return null;
	const { flow } = request as { readonly flow: unknown };
	return typeof flow === 'object' && flow !== null ? ({ definition: flow } as Place) : null;
}
