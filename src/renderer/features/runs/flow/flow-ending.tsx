import { StepForward } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowResume } from '../../../../shared/api/flow-routes.ts';
import type { RunDetail } from '../../../../shared/run/run.ts';
import { useRoute } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { Dialog } from '../../../components/controls/dialog.tsx';
import { Link } from '../../../components/controls/link.tsx';
import { Note } from '../../../components/notes.tsx';
import { FailureSentences } from '../../../components/text/failure-sentences.tsx';
import { links } from '../../../lib/nav/links.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { canGoOn, useResumable } from './use-resumable.ts';
import { useResume } from './use-resume.ts';

/** The runs before and after this one, how it can go on, and what it set aside. */
export function FlowEnding({ run }: { readonly run: RunDetail }) {
	const { t } = useTranslation('run');
	const found = useResumable(run);
	return (
		<>
			{run.resumes !== null && <Other text={t('flow.resumes')} id={run.resumes} />}
			{run.continuedBy !== null && <Other text={t('flow.continuedBy')} id={run.continuedBy} />}
			{found !== undefined && <GoOn run={run} found={found} />}
			<Aside run={run} />
		</>
	);
}

function Other({ text, id }: { readonly text: string; readonly id: string }) {
	return (
		<Note>
			{text}{' '}
			<Link to={links.run(id)}>
				<code>{id}</code>
			</Link>
		</Note>
	);
}

function GoOn({ run, found }: { readonly run: RunDetail; readonly found: FlowResume }) {
	const { t } = useTranslation('run');
	const { t: common } = useTranslation();
	const format = useFormat();
	const [isAsking, setAsking] = useState(false);
	const { isStarting, resume } = useResume();
	if (found.problem !== null) {
		return (
			<Note>
				<p className="font-medium">{t('flow.notResumable')}</p>
				<FailureSentences error={found.problem} />
			</Note>
		);
	}
	const differs = found.differences.length > 0;
	const records = common('count.records', { count: found.recordsIn, text: format.count(found.recordsIn) });
	return (
		<Note tone={differs ? 'attention' : 'neutral'}>
			<div className="flex flex-wrap items-center gap-x-3 gap-y-2">
				<div className="min-w-48 flex-1">
					<p>
						{found.checkpointAt === null
							? t('flow.beginsAnew')
							: t('flow.resumable', { time: format.time(found.checkpointAt), records })}
					</p>
					{differs && <p>{t('flow.differs')}</p>}
				</div>
				<Button
					tone={canGoOn(found) ? 'primary' : 'plain'}
					icon={StepForward}
					busy={isStarting}
					onClick={() => (differs ? setAsking(true) : resume(run, false))}
				>
					{differs ? `${t('flow.resume')}…` : t('flow.resume')}
				</Button>
			</div>
			<Dialog
				open={isAsking}
				onClose={() => setAsking(false)}
				title={t('flow.acceptTitle')}
				actions={
					<>
						<Button onClick={() => setAsking(false)}>{common('cancel')}</Button>
						<Button
							tone="primary"
							busy={isStarting}
							onClick={() => {
								setAsking(false);
								resume(run, true);
							}}
						>
							{t('flow.accept')}
						</Button>
					</>
				}
			>
				<Differences found={found} />
			</Dialog>
		</Note>
	);
}

function Differences({ found }: { readonly found: FlowResume }): ReactNode {
	return (
		<ul className="flex flex-col gap-3">
			{found.differences.map(({ component, error }, place) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a component may differ in several ways
				<li key={`${component}/${place}`}>
					<FailureSentences error={error} strong />
				</li>
			))}
		</ul>
	);
}

function Aside({ run }: { readonly run: RunDetail }) {
	const { t } = useTranslation('run');
	const format = useFormat();
	const failed = run.stages.some(({ recordsFailed }) => recordsFailed > 0);
	const { data } = useRoute('quarantine.list', { runId: run.id, replayed: true, limit: 1 }, { enabled: failed });
	if (data === undefined || data.total === 0) return null;
	return (
		<Note>
			{t('flow.aside', { count: data.total, text: format.count(data.total) })}{' '}
			<Link to={links.quarantineOf(run.id)}>{t('flow.toQuarantine')}</Link>
		</Note>
	);
}
