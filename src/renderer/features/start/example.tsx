import { ArrowRight, Play } from 'lucide-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/controls/button.tsx';
import { Link } from '../../components/controls/link.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { ProgressBar } from '../../components/progress/progress.tsx';
import { CancelRunButton } from '../../components/progress/run-progress.tsx';
import { TellEndButton } from '../../components/progress/tell-end.tsx';
import { isAt, useHashQuery } from '../../lib/nav/hash-location.ts';
import { links } from '../../lib/nav/links.ts';
import { type ProgressSample, useRunProgress } from '../../lib/runs/run-progress.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { ExampleResult } from './example-result.tsx';
import { StartSection } from './start-section.tsx';
import { useExampleRun } from './use-example-run.ts';

/** The plugins of the chain, and what each does to the reports. */
const steps = [
	{ name: 'csv-source', key: 'read' },
	{ name: 'field-mapper', key: 'map' },
	{ name: 'row-filter', key: 'filter' },
	{ name: 'group-by', key: 'group' },
	{ name: 'file-writer', key: 'write' },
] as const;

/** A real run over a real data set, one press away; its result below. The address keeps which run it was. */
export function Example({ onFinished }: { onFinished(): void }) {
	const { t } = useTranslation('start');
	const [query, setQuery] = useHashQuery();
	const { run, start } = useExampleRun((id) => {
		onFinished();
		// Who went elsewhere meanwhile finds it among the runs.
		if (isAt(links.start())) setQuery({ run: id });
	});
	const finished = run.state === 'idle' || run.state === 'finished' ? query.get('run') : null;
	const isRunning = run.state === 'running';
	const { newest } = useRunProgress(isRunning ? run.id : '');
	return (
		<StartSection
			id="example"
			title={t('example.title')}
			text={t('example.text')}
			className="gap-4 rounded-base border border-line p-4"
			action={
				isRunning ? (
					<span className="flex flex-wrap items-center justify-end gap-2">
						<TellEndButton id={run.id} />
						<CancelRunButton id={run.id} />
					</span>
				) : (
					<Button tone={finished === null ? 'primary' : 'plain'} icon={Play} onClick={() => void start()}>
						{t(finished === null ? 'example.run' : 'example.again')}
					</Button>
				)
			}
		>
			<Steps progress={isRunning ? newest : null} />
			<div aria-live="polite">
				{isRunning ? (
					<ProgressBar value={null} label={t('example.running')} />
				) : (
					<p className="text-small text-muted">{t('example.grant')}</p>
				)}
			</div>
			{run.state === 'failed' && (
				<div className="flex flex-col gap-2">
					<ErrorNote error={run.error} onRetry={() => void start()} />
					{run.id !== null && <Link to={links.run(run.id)}>{t('example.failed')}</Link>}
				</div>
			)}
			{finished !== null && <ExampleResult key={finished} id={finished} isNew={run.state === 'finished'} />}
		</StartSection>
	);
}

/** What happens in order, with what came out of each so far. */
function Steps({ progress }: { readonly progress: ProgressSample | null }) {
	const { t } = useTranslation('start');
	const { t: common } = useTranslation();
	const format = useFormat();
	return (
		<ol className="grid grid-cols-[repeat(4,minmax(0,1fr)_auto)_minmax(0,1fr)] gap-1.5">
			{steps.map(({ name, key }, index) => {
				const out = progress?.stages.find(({ plugin }) => plugin === name)?.recordsOut;
				return (
					<Fragment key={name}>
						<li className="flex flex-col rounded-base bg-sunken px-2 py-1.5">
							<span className="truncate font-medium">{name}</span>
							<span className="text-small text-muted">
								{out === undefined
									? t(`example.step.${key}`)
									: common('count.records', { count: out, text: format.count(out) })}
							</span>
						</li>
						{index < steps.length - 1 && (
							<li aria-hidden className="flex items-center text-muted">
								<ArrowRight size={12} />
							</li>
						)}
					</Fragment>
				);
			})}
		</ol>
	);
}
