import { ArrowRight, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunDetail } from '../../../shared/run/run.ts';
import { useRoute } from '../../client/engine.tsx';
import { Button, IconButton } from '../../components/controls/button.tsx';
import { Link } from '../../components/controls/link.tsx';
import { DataView } from '../../components/data/data-view.tsx';
import { ErrorNote, LoadingRows, Note } from '../../components/notes.tsx';
import { Section } from '../../components/page.tsx';
import { RunProgressPanel } from '../../components/progress/run-progress.tsx';
import { RunResults } from '../../components/result/run-results.tsx';
import { RunStatusLabel } from '../../components/status.tsx';
import { PluginText } from '../../components/text/plugin-text.tsx';
import { links } from '../../lib/nav/links.ts';
import { useRunProgress } from '../../lib/runs/run-progress.ts';
import { useLookAt } from '../../lib/runs/use-look-at.ts';
import { useOutcome } from '../../lib/text/use-outcome.ts';
import type { Started } from './draft-store.ts';

const ASK_EVERY_MS = 250;
/** A run that is not there by then is not coming, ms. */
const WAIT_MS = 5000;

interface StartedRunProps {
	readonly started: Started;
	/** It was started just now, from the end of a long form: it comes into view. */
	readonly isNew: boolean;
	onClose(): void;
}

/** The run that was started here: how far it is, how it ended, what came out. */
export function StartedRun({ started, isNew, onClose }: StartedRunProps) {
	const { t } = useTranslation('runFile');
	useLookAt({ ids: [started.id] });
	const run = useRoute('runs.get', { id: started.id });
	const [isWaiting, setWaiting] = useState(true);
	const { refetch } = run;
	const isKnown = run.data !== undefined;
	// It is asked for before the engine has it.
	useEffect(() => {
		if (isKnown || !isWaiting) return;
		const ask = setInterval(() => void refetch(), ASK_EVERY_MS);
		const timer = setTimeout(() => setWaiting(false), WAIT_MS);
		return () => {
			clearInterval(ask);
			clearTimeout(timer);
		};
	}, [isKnown, isWaiting, refetch]);
	if (run.data !== undefined && run.error?.code !== 'not_found')
		return <Known run={run.data} started={started} isNew={isNew} onClose={onClose} />;
	if (run.isPending || isWaiting) return <LoadingRows rows={3} />;
	return (
		<Note>
			<p>{t('result.gone')}</p>
			<Button tone="quiet" onClick={onClose}>
				{t('result.close')}
			</Button>
		</Note>
	);
}

function Known({ run, started, isNew, onClose }: StartedRunProps & { readonly run: RunDetail }) {
	const { t } = useTranslation('runFile');
	const { newest, rates } = useRunProgress(run.id);
	const sentence = useOutcome(run, newest);
	const isRunning = run.status === 'running';
	const place = useRef<HTMLDivElement>(null);
	useEffect(() => {
		if (isNew) place.current?.scrollIntoView({ block: 'nearest' });
	}, [isNew]);
	return (
		<div ref={place} className="scroll-my-4">
			<Section
				title={t(isRunning ? 'result.running' : 'result.title')}
				actions={isRunning ? null : <IconButton icon={X} label={t('result.close')} onClick={onClose} />}
			>
				<div aria-live="polite" className="flex flex-col gap-1">
					<p className="flex flex-wrap items-center gap-x-3 gap-y-1">
						<RunStatusLabel status={run.status} />
						<PluginText className="font-medium">{run.label}</PluginText>
						<Link to={links.run(run.id)} className="inline-flex items-center gap-1">
							{t('result.open')} <ArrowRight size={14} aria-hidden />
						</Link>
					</p>
					<p className="wrap-anywhere">{sentence}</p>
				</div>
				{isRunning && <RunProgressPanel run={run} newest={newest} rates={rates} />}
				{run.error !== null && run.status === 'failed' && <ErrorNote error={run.error} />}
				{run.denials > 0 && (
					<p>
						<Link to={links.run(run.id)}>{t('result.denials', { count: run.denials, text: String(run.denials) })}</Link>
					</p>
				)}
				{run.status === 'succeeded' && <Result run={run} started={started} />}
			</Section>
		</div>
	);
}

function Result({ run, started }: { readonly run: RunDetail; readonly started: Started }) {
	const { t } = useTranslation('runFile');
	return (
		<>
			<RunResults run={run} />
			{run.outputPreview !== null && started.output === null && (
				<DataView title={t('result.preview')} {...run.outputPreview} />
			)}
			{run.recordsOut === 0 && run.stages.at(-1)?.type !== 'destination' && (
				<p className="text-muted">{t('result.nothing')}</p>
			)}
		</>
	);
}
