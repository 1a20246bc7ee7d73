import { Download } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallAnswer } from '../../../shared/api/plugin-routes.ts';
import type { Encoding } from '../../../shared/plugin/component-type.ts';
import type { RunDetail } from '../../../shared/run/run.ts';
import { useBridge, useRoute } from '../../client/engine.tsx';
import { Button } from '../../components/controls/button.tsx';
import { Link } from '../../components/controls/link.tsx';
import { DataView } from '../../components/data/data-view.tsx';
import { LogPanel } from '../../components/logs/log-panel.tsx';
import { ErrorNote, Note } from '../../components/notes.tsx';
import { Section } from '../../components/page.tsx';
import { SaidByPlugins } from '../../components/progress/said-progress.tsx';
import { TellEndButton } from '../../components/progress/tell-end.tsx';
import { RunStatusLabel } from '../../components/status.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { useLogWindow } from '../../lib/hooks/use-log-window.ts';
import { useNow } from '../../lib/hooks/use-now.ts';
import { links } from '../../lib/nav/links.ts';
import { useRunProgress } from '../../lib/runs/run-progress.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { fromBase64 } from './bytes-text.ts';
import { CallDenials } from './call-denials.tsx';
import { type CallOutcome, fileNameOf, outputText } from './call-outcome.ts';
import { Kept } from './kept-output.tsx';

/** What came of the call: how it ended, what came out, what was refused and what was logged. */
export function OutcomePanel({
	plugin,
	encoding,
	running,
	outcome,
}: {
	readonly plugin: string;
	readonly encoding: Encoding;
	readonly running: { readonly runId: string; readonly startedAt: number } | null;
	readonly outcome: CallOutcome | null;
}) {
	const { t } = useTranslation('test');
	const runId = running?.runId ?? outcome?.runId ?? null;
	const run = useRoute('runs.get', { id: runId ?? '' }, { enabled: running === null && runId !== null });
	if (running === null && outcome === null) return null;
	return (
		<Section
			title={t('result')}
			actions={runId !== null && running === null && <Link to={links.run(runId)}>{t('openRun')}</Link>}
		>
			<div aria-live="polite" className="flex flex-wrap items-center gap-x-4 gap-y-1">
				{running !== null ? (
					<Waiting since={running.startedAt} runId={running.runId} />
				) : (
					outcome !== null && <Figures outcome={outcome} run={run.data} />
				)}
			</div>
			{running !== null && <SaidMeanwhile key={running.runId} runId={running.runId} />}
			{outcome !== null && !outcome.ok && outcome.error.code !== 'cancelled' && <ErrorNote error={outcome.error} />}
			{outcome?.ok === true &&
				(outcome.answer.kept === undefined ? (
					<Output answer={outcome.answer} fn={outcome.fn} encoding={encoding} />
				) : (
					<Kept kept={outcome.answer.kept} fn={outcome.fn} />
				))}
			{run.error !== null && <ErrorNote error={run.error} onRetry={() => void run.refetch()} />}
			{run.data !== undefined && run.data.denialList.length > 0 && <CallDenials plugin={plugin} run={run.data} />}
			{runId !== null && <Lines key={runId} runId={runId} isRunning={running !== null} />}
		</Section>
	);
}

function Waiting({ since, runId }: { readonly since: number; readonly runId: string }) {
	const format = useFormat();
	const now = useNow(true, 200);
	return (
		<>
			<RunStatusLabel status="running" />
			<span className="text-muted tabular" aria-hidden>
				{format.duration(Math.max(0, now - since))}
			</span>
			<TellEndButton key={runId} id={runId} />
		</>
	);
}

/** How far the plugin says that it is. */
function SaidMeanwhile({ runId }: { readonly runId: string }) {
	const { newest } = useRunProgress(runId);
	return newest === null ? null : <SaidByPlugins stages={newest.stages} />;
}

function Figures({ outcome, run }: { readonly outcome: CallOutcome; readonly run: RunDetail | undefined }) {
	const { t } = useTranslation('test');
	const { t: common } = useTranslation();
	const format = useFormat();
	const status = outcome.ok ? 'succeeded' : outcome.error.code === 'cancelled' ? 'cancelled' : 'failed';
	const ms = outcome.ok ? outcome.answer.ms : (run?.durationMs ?? null);
	const memory = outcome.ok ? outcome.answer.memoryBytes : (run?.peakMemoryBytes ?? 0);
	const counts = run ?? (outcome.ok ? outcome.answer.run : null);
	const figures = [
		...(ms === null ? [] : [[t('time'), format.duration(ms)] as const]),
		...(memory === 0 ? [] : [[t('memory'), format.bytes(memory)] as const]),
		...(counts === null ? [] : [[t('hostCalls'), format.count(counts.hostCalls)] as const]),
	];
	return (
		<>
			<RunStatusLabel status={status} />
			{figures.map(([label, value]) => (
				<span key={label} className="tabular">
					<span className="text-muted">{label}</span> {value}
				</span>
			))}
			{counts !== null && (
				<span className={counts.denials > 0 ? 'font-medium text-denied' : 'text-muted'}>
					{common('count.denials', { count: counts.denials, text: format.count(counts.denials) })}
				</span>
			)}
		</>
	);
}

function Output({
	answer,
	fn,
	encoding,
}: {
	readonly answer: CallAnswer;
	readonly fn: string;
	readonly encoding: Encoding;
}) {
	const { t } = useTranslation('test');
	const bridge = useBridge();
	const toasts = useToasts();
	const { value, base64, status, run } = answer;
	const shown = useMemo(() => {
		if (base64 !== undefined) return bytesText(base64);
		return value === undefined ? null : { ...outputText(value, run.bytesOut), form: 'text' as const };
	}, [value, base64, run]);
	if (shown === null)
		return <Note>{status === 0 ? t('returnedNothing') : t('returnedNumber', { text: String(status) })}</Note>;
	const save = async (): Promise<void> => {
		const isBytes = base64 !== undefined;
		const name = fileNameOf(fn, answer.runId);
		const file = isBytes
			? shown.form === 'text'
				? { text: shown.text, name: `${name}.txt`, type: 'text/plain' }
				: { text: base64, name: `${name}.base64.txt`, type: 'text/plain' }
			: { text: JSON.stringify(value, null, 2), name: `${name}.json`, type: 'application/json' };
		try {
			await bridge.download(file);
		} catch (error) {
			toasts.failed(() => t('download'), error);
		}
	};
	return (
		<div className="flex flex-col items-start gap-2 [&>section]:w-full">
			<DataView
				key={answer.runId}
				title={t('output')}
				text={shown.text}
				bytes={run.bytesOut}
				records={run.recordsOut}
				truncated={!shown.complete}
				form={shown.form}
				maxHeight={encoding === 'bytes' ? 240 : 360}
			/>
			<Button icon={Download} tone="quiet" onClick={() => void save()}>
				{t('download')}
			</Button>
		</div>
	);
}

function bytesText(base64: string): {
	readonly text: string;
	readonly complete: boolean;
	readonly form: 'text' | 'base64';
} {
	try {
		const text = new TextDecoder('utf-8', { fatal: true }).decode(fromBase64(base64));
		return { text, complete: true, form: 'text' };
	} catch {
		return { text: base64, complete: true, form: 'base64' };
	}
}

/** What this call logged, while it does. */
function Lines({ runId, isRunning }: { readonly runId: string; readonly isRunning: boolean }) {
	const { t } = useTranslation('test');
	const log = useLogWindow({ run: runId }, 'newest');
	if (log.error !== null || log.lines.length === 0) return null;
	return (
		<section className="flex flex-col gap-2">
			<h3 className="font-medium">{t('log')}</h3>
			<div
				className="flex min-h-0 flex-col rounded-base border border-line"
				style={{ height: Math.min(360, Math.max(130, log.lines.length * 22 + 110)) }}
			>
				<LogPanel run={runId} label={t('log')} live={isRunning} isInAddress={false} />
			</div>
		</section>
	);
}
