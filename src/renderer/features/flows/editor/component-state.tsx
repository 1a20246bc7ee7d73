import { CircleCheck, CircleX, Gauge, LoaderCircle, Moon, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Status } from '../../../components/status.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import type { EditedComponent } from '../model/document.ts';
import { givesRecords, takesRecords } from '../model/roles.ts';
import { useFlowFacts } from './editor-context.ts';

/** How a component is, in a word: what is wrong with it, or what the run makes of it. */
export function ComponentState({
	component,
	isShort = false,
}: {
	readonly component: EditedComponent;
	readonly isShort?: boolean;
}) {
	const { t } = useTranslation('flows');
	const format = useFormat();
	const { check, run } = useFlowFacts();
	const count = check.problems.filter((problem) => problem.component === component.id).length;
	const done = run?.components.get(component.id);
	if (count > 0) {
		return (
			<Status tone="failed" icon={TriangleAlert}>
				{t('state.problems', { count, text: format.count(count) })}
			</Status>
		);
	}
	if (run !== null && done !== undefined) {
		if (done.hasFailed) {
			return (
				<Status tone="failed" icon={CircleX}>
					{t('state.failed')}
				</Status>
			);
		}
		if (run.slowest === component.id) {
			return (
				<Status tone="attention" icon={Gauge}>
					{t('state.slowest')}
				</Status>
			);
		}
		if (done.isResting) {
			return (
				<Status tone="neutral" icon={Moon}>
					{t(isShort ? 'state.restingShort' : 'state.resting')}
				</Status>
			);
		}
		if (run.status === 'running') {
			return (
				<Status tone="running" icon={LoaderCircle}>
					{t('state.running')}
				</Status>
			);
		}
		if (run.status === 'succeeded') {
			return (
				<Status tone="ok" icon={CircleCheck}>
					{t('state.done')}
				</Status>
			);
		}
	}
	return isShort ? null : <span className="text-muted">{t('state.ready')}</span>;
}

/** How quick a component is while the run goes on. */
export function ComponentRate({ component }: { readonly component: EditedComponent }) {
	const format = useFormat();
	const { run } = useFlowFacts();
	const rate = run?.components.get(component.id)?.perSecond ?? null;
	return rate === null ? null : <span className="tabular text-muted">{format.rate(rate)}</span>;
}

/** What went through a component in the run that is shown: how much it took and gave, and what it could not take. */
export function ComponentCounts({ component }: { readonly component: EditedComponent }) {
	const { t } = useTranslation('flows');
	const format = useFormat();
	const { run, roleOf } = useFlowFacts();
	const done = run?.components.get(component.id);
	if (done === undefined) return null;
	const role = roleOf(component);
	const [taken, given] = [format.count(done.recordsIn), format.count(done.recordsOut)];
	const words = !takesRecords(role)
		? t('run.out', { out: given })
		: givesRecords(role)
			? t('run.inOut', { in: taken, out: given })
			: t('run.in', { in: taken });
	return (
		<span className="tabular flex flex-wrap gap-x-2 text-muted">
			<span>{words}</span>
			{done.recordsFailed > 0 && (
				<span className="text-failed">{t('run.failed', { text: format.count(done.recordsFailed) })}</span>
			)}
		</span>
	);
}
