import clsx from 'clsx';
import { SearchX } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunDetail } from '../../shared/run/run.ts';
import { useRoute } from '../client/engine.tsx';
import { CopyButton } from '../components/controls/copy-button.tsx';
import { Link } from '../components/controls/link.tsx';
import { LogPanel } from '../components/logs/log-panel.tsx';
import { EmptyState, ErrorNote, LoadingRows } from '../components/notes.tsx';
import { Page } from '../components/page.tsx';
import { Split } from '../components/panes/split.tsx';
import { FinishButton } from '../components/progress/finish-button.tsx';
import { RunProgressPanel } from '../components/progress/run-progress.tsx';
import { RunResults } from '../components/result/run-results.tsx';
import { RunStatusLabel } from '../components/status.tsx';
import { PluginText } from '../components/text/plugin-text.tsx';
import { Denials } from '../features/runs/detail/denials.tsx';
import { Previews } from '../features/runs/detail/previews.tsx';
import { RunActions } from '../features/runs/detail/run-actions.tsx';
import { RunError } from '../features/runs/detail/run-error.tsx';
import { StageTable } from '../features/runs/detail/stage-table.tsx';
import { TimelineSection } from '../features/runs/detail/timeline-view.tsx';
import { WhatIsKept } from '../features/runs/detail/what-is-kept.tsx';
import { WhatRan } from '../features/runs/detail/what-ran.tsx';
import { ComponentTable } from '../features/runs/flow/component-table.tsx';
import { EdgeList } from '../features/runs/flow/edge-list.tsx';
import { FlowEnding } from '../features/runs/flow/flow-ending.tsx';
import { TimeSection } from '../features/runs/flow/time-section.tsx';
import { TALL, useMedia, WIDE } from '../lib/hooks/use-media.ts';
import { links } from '../lib/nav/links.ts';
import { useRunProgress } from '../lib/runs/run-progress.ts';
import { useLookAt } from '../lib/runs/use-look-at.ts';
import { useFormat } from '../lib/text/use-format.ts';
import { useOutcome } from '../lib/text/use-outcome.ts';

/** What happens in a run has no event of its own but its progress and its log: while it goes on it is asked for, ms. */
const ASK_EVERY_MS = 1500;
/** As many need no more room than this. */
const FEW_LINES = 5;

export function RunPage({ id }: { readonly id: string }) {
	const { t } = useTranslation('run');
	const run = useRoute('runs.get', { id });
	const isRunning = run.data?.status === 'running';
	const { refetch } = run;
	useEffect(() => {
		if (!isRunning) return;
		const timer = setInterval(() => void refetch(), ASK_EVERY_MS);
		return () => clearInterval(timer);
	}, [isRunning, refetch]);
	// A run that was shown can be deleted since.
	const isGone = run.error?.code === 'not_found' || run.error?.code === 'invalid_input';
	if (run.data !== undefined && !isGone) return <RunScreen run={run.data} />;
	return (
		<Page title={t('title', { id: id.slice(0, 12) })}>
			{run.isPending ? (
				<LoadingRows />
			) : isGone ? (
				<EmptyState icon={SearchX} title={t('gone.title')} action={<Link to={links.runs()}>{t('gone.go')}</Link>}>
					{t('gone.text')}
				</EmptyState>
			) : (
				run.error !== null && <ErrorNote error={run.error} className="m-4" onRetry={() => void refetch()} />
			)}
		</Page>
	);
}

function RunScreen({ run }: { readonly run: RunDetail }) {
	const { t } = useTranslation('run');
	useLookAt({ ids: [run.id] });
	const { newest, rates, stageRates, edgeRates } = useRunProgress(run.id);
	const isRunning = run.status === 'running';
	const hasLogs = run.logLines > 0 || isRunning;
	const [isWide, isTall] = [useMedia(WIDE), useMedia(TALL)];
	return (
		<Page
			documentTitle={`${run.label} ${run.id}`}
			title={
				<span className="flex min-w-0 items-center gap-2">
					<PluginText className="truncate">{run.label}</PluginText>
					<code className="font-normal text-muted">{run.id}</code>
					<CopyButton text={run.id} label={t('summary.copyId')} />
				</span>
			}
			actions={<RunActions run={run} />}
		>
			<div className="flex h-full flex-col short:h-auto">
				<Summary run={run} newest={newest} />
				<Split
					pane={isWide ? 'runLogsBeside' : 'runLogsBelow'}
					label={t('logs.resize')}
					axis={isWide ? 'x' : 'y'}
					sized={1}
					least={isWide ? 320 : 96}
					leastRest={isWide ? 420 : 120}
					isOff={!isTall || !hasLogs}
					className="flex min-h-0 flex-1 flex-col 2xl:flex-row short:flex-none"
					paneClasses={[
						'flex min-h-0 min-w-0 flex-1 flex-col gap-5 overflow-auto p-4 short:flex-none short:overflow-visible',
						hasLogs
							? clsx(
									'flex min-h-0 min-w-0 shrink-0 flex-col short:border-t short:border-line 2xl:w-[36%]',
									run.logLines > FEW_LINES || isRunning ? 'max-2xl:h-[38%] short:h-64!' : 'max-2xl:h-44',
								)
							: 'hidden',
					]}
				>
					<Report
						run={run}
						newest={newest}
						rates={rates}
						stageRates={stageRates}
						edgeRates={edgeRates}
						hasLogs={hasLogs}
					/>
					{hasLogs && (
						<LogPanel
							run={run.id}
							label={t('logs.title')}
							title={<h2 className="font-semibold">{t('logs.title')}</h2>}
							live={isRunning}
							withPlugin={run.stages.length > 1}
						/>
					)}
				</Split>
			</div>
		</Page>
	);
}

/** All that is known of it but its log. */
function Report({
	run,
	newest,
	rates,
	stageRates,
	edgeRates,
	hasLogs,
}: ReturnType<typeof useRunProgress> & { readonly run: RunDetail; readonly hasLogs: boolean }) {
	const { t } = useTranslation('run');
	const isRunning = run.status === 'running';
	return (
		<>
			{isRunning && (
				<RunProgressPanel
					run={run}
					newest={newest}
					rates={rates}
					ways={run.kind === 'flow' && <FinishButton run={run} />}
				/>
			)}
			{/* Who cancelled it wanted that: the sentence above says so, and nothing failed. */}
			{run.error !== null && run.status !== 'cancelled' && <RunError error={run.error} />}
			{run.kind === 'flow' && <FlowEnding run={run} />}
			<Denials run={run} />
			<RunResults run={run} />
			{run.kind === 'flow' ? (
				<>
					<ComponentTable run={run} progress={isRunning ? newest : null} rates={stageRates} />
					<TimeSection run={run} />
					<EdgeList run={run} progress={isRunning ? newest : null} rates={edgeRates} />
					<TimelineSection run={run} />
				</>
			) : (
				<>
					<TimelineSection run={run} />
					<StageTable run={run} progress={isRunning ? newest : null} />
					<Previews run={run} />
				</>
			)}
			<WhatRan run={run} />
			<WhatIsKept run={run} />
			{!hasLogs && (
				<p className="text-muted">
					{t(run.keeping === null || run.keeping.logs === 'kept' ? 'logs.none' : 'kept.noLogs')}
				</p>
			)}
		</>
	);
}

/** How it ended in a sentence, and what is worth knowing at once. */
function Summary({ run, newest }: { readonly run: RunDetail; readonly newest: Parameters<typeof useOutcome>[1] }) {
	const { t } = useTranslation('run');
	const { t: common } = useTranslation();
	const format = useFormat();
	const sentence = useOutcome(run, newest);
	return (
		<div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2">
			<p aria-live="polite" className="flex min-w-0 items-center gap-2">
				<RunStatusLabel status={run.status} />
				<span className="font-medium wrap-anywhere">{sentence}</span>
			</p>
			<p className="flex flex-wrap items-center gap-x-3 text-small text-muted">
				<span title={format.fullTime(run.startedAt)}>{t('summary.started', { time: format.time(run.startedAt) })}</span>
				<span>{t('summary.kind', { kind: common(`kind.${run.kind}`) })}</span>
				<span>{t('summary.trigger', { trigger: common(`trigger.${run.trigger}`) })}</span>
			</p>
		</div>
	);
}
