import { ArrowRight, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RunDetail } from '../../../../shared/run/run.ts';
import { useRoute } from '../../../client/engine.tsx';
import { IconButton } from '../../../components/controls/button.tsx';
import { Link } from '../../../components/controls/link.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { FinishButton } from '../../../components/progress/finish-button.tsx';
import { CancelRunButton } from '../../../components/progress/run-progress.tsx';
import { RunStatusLabel } from '../../../components/status.tsx';
import { links } from '../../../lib/nav/links.ts';
import { progressOf } from '../../../lib/runs/run-progress.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { useOutcome } from '../../../lib/text/use-outcome.ts';
import { useEditorView } from '../editor/editor-context.ts';
import { componentOf } from '../model/document.ts';
import type { RunView } from './run-view.ts';
import type { FlowRun } from './use-flow-run.ts';

/** The run of the flow in a line: how it stands, how quick it is, and what holds it up. */
export function RunStrip({ flowRun }: { readonly flowRun: FlowRun }) {
	const { view, refused } = flowRun;
	if (refused !== null) {
		return (
			<div className="border-b border-line p-2">
				<ErrorNote error={refused} />
			</div>
		);
	}
	return view === null ? null : <Shown view={view} onClose={flowRun.close} />;
}

function Shown({ view, onClose }: { readonly view: RunView; onClose(): void }) {
	const { t } = useTranslation('flows');
	const { t: run } = useTranslation('runFile');
	const format = useFormat();
	const { editor } = useEditorView();
	const { newest, status } = view;
	const sentence = useOutcome(view.run, newest);
	const isRunning = status === 'running';
	const slowest = componentOf(editor.document, view.slowest);
	const share = view.slowest === null ? null : (view.components.get(view.slowest)?.busyShare ?? null);
	const rate = isRunning && newest !== null ? progressOf([newest]).recordsPerSecond : 0;
	return (
		<section
			aria-label={t('run.title')}
			className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-1.5"
		>
			<p aria-live="polite" className="flex min-w-0 items-center gap-2">
				<RunStatusLabel status={status} />
				<span className="min-w-0 wrap-anywhere">{sentence}</span>
			</p>
			{rate > 0 && <span className="tabular text-muted">{format.rate(rate)}</span>}
			{slowest !== undefined && (
				<span className="text-small text-muted">
					{t(share === null ? 'run.slowest' : 'run.slowestShare', {
						name: plainText(slowest.name.slice(0, 100)),
						share: format.percent(share ?? 0),
					})}
				</span>
			)}
			<Aside run={view.run} />
			<span className="ml-auto flex flex-wrap items-center gap-2">
				<Link to={links.run(view.id)} className="inline-flex items-center gap-1">
					{run('result.open')} <ArrowRight size={14} aria-hidden />
				</Link>
				{isRunning ? (
					<>
						<FinishButton run={view.run} />
						<CancelRunButton id={view.id} />
					</>
				) : (
					<IconButton icon={X} label={t('run.close')} onClick={onClose} />
				)}
			</span>
		</section>
	);
}

/** What the run set aside, once that is known: nobody learns of it from what came out. */
function Aside({ run }: { readonly run: RunDetail }) {
	const { t } = useTranslation('flows');
	const format = useFormat();
	const mayHave = run.stages.some(({ recordsFailed }) => recordsFailed > 0);
	const { data } = useRoute('quarantine.list', { runId: run.id, replayed: true, limit: 1 }, { enabled: mayHave });
	if (data === undefined || data.total === 0) return null;
	return (
		<Link to={links.quarantineOf(run.id)} className="text-small">
			{t('run.aside', { count: data.total, text: format.count(data.total) })}
		</Link>
	);
}
