import { CircleCheck, CircleX, Gauge, LoaderCircle, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Status } from '../../../components/status.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import type { Part } from '../model/document.ts';
import { useEditorView } from './editor-context.ts';

/** How a component is, in a word: what is wrong with it, or what the run makes of it. */
export function PartState({ part, isShort = false }: { readonly part: Part; readonly isShort?: boolean }) {
	const { t } = useTranslation('flows');
	const format = useFormat();
	const { check, run } = useEditorView();
	const count = check.problems.filter((problem) => problem.part === part.id).length;
	const done = run?.parts.get(part.id);
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
		if (run.slowest === part.id) {
			return (
				<Status tone="attention" icon={Gauge}>
					{t('state.slowest')}
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
