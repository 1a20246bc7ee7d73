import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_COUNTED } from '../../../../shared/flow/schedule.ts';
import type { TriggerState } from '../../../../shared/flow/trigger.ts';
import { useAction, useRoute } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { ConfirmDialog } from '../../../components/controls/dialog.tsx';
import { Link } from '../../../components/controls/link.tsx';
import { ErrorNote, LoadingRows, Note } from '../../../components/notes.tsx';
import { Facts, Section } from '../../../components/page.tsx';
import { RunStatusLabel } from '../../../components/status.tsx';
import { FailureSentences } from '../../../components/text/failure-sentences.tsx';
import { useSubmit, useToasts } from '../../../components/toasts.tsx';
import { links } from '../../../lib/nav/links.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { FilesDialog } from './files-dialog.tsx';
import { TriggerDialog } from './trigger-dialog.tsx';
import { useWhenText } from './use-when-text.ts';

/** A trigger tells of its runs by no event of its own, ms. */
const ASK_EVERY_MS = 5000;

/** What starts a kept flow by itself, how that stands, and all that can be done about it. */
export function FlowTriggerPanel({
	flow,
	readers,
}: {
	readonly flow: string;
	/** Names of its components that read files. */
	readonly readers: readonly string[];
}) {
	const { t } = useTranslation('triggers');
	const found = useRoute('triggers.list', {}, { refreshMs: ASK_EVERY_MS });
	const [isSetting, setSetting] = useState(false);
	const state = found.data?.find((each) => each.flow === flow) ?? null;
	return (
		<Section
			title={t('title')}
			actions={
				found.data !== undefined && (
					<Button onClick={() => setSetting(true)}>{t(state === null ? 'set' : 'change')}</Button>
				)
			}
		>
			{found.error !== null ? (
				<ErrorNote error={found.error} onRetry={() => void found.refetch()} />
			) : found.data === undefined ? (
				<LoadingRows rows={2} />
			) : state === null ? (
				<p className="text-muted">{t('none')}</p>
			) : (
				<State state={state} />
			)}
			{isSetting && (
				<TriggerDialog
					flow={flow}
					readers={readers}
					trigger={state?.trigger ?? null}
					onClose={() => setSetting(false)}
				/>
			)}
		</Section>
	);
}

function State({ state }: { readonly state: TriggerState }) {
	const { t } = useTranslation('triggers');
	const format = useFormat();
	const when = useWhenText();
	const [isShowingFiles, setShowingFiles] = useState(false);
	const { flow, trigger, isActive, nextAt, last, missed, files, problem } = state;
	return (
		<div className="flex flex-col gap-2">
			<p className="wrap-anywhere">
				<span className="font-medium">{when(trigger)}</span>
				<span className="text-muted"> · {t(isActive ? 'active' : 'stopped')}</span>
			</p>
			{problem !== null && (
				<Note tone="attention">
					<FailureSentences error={problem} />
				</Note>
			)}
			<Facts
				facts={[
					[
						t('last'),
						last === null ? (
							'–'
						) : (
							<span key="last" className="inline-flex flex-wrap items-center gap-x-2">
								<Link to={links.run(last.run)}>{format.time(last.at)}</Link>
								{last.status !== null && <RunStatusLabel status={last.status} />}
							</span>
						),
					],
					...(trigger.kind === 'schedule'
						? ([
								[t('next'), nextAt === null ? '–' : format.fullTime(nextAt)],
								[
									t('missed'),
									missed < MOST_COUNTED
										? t('missedTimes', { count: missed, text: format.count(missed) })
										: t('missedMore', { text: format.count(MOST_COUNTED) }),
								],
							] as const)
						: ([
								[
									t('files'),
									<span key="files" className="inline-flex items-center gap-2">
										{format.count(files)}
										{files > 0 && <Button onClick={() => setShowingFiles(true)}>{t('showFiles')}</Button>}
									</span>,
								],
							] as const)),
				]}
			/>
			<Actions state={state} />
			<p className="text-small text-muted">{t('whileOpen')}</p>
			{isShowingFiles && <FilesDialog flow={flow} onClose={() => setShowingFiles(false)} />}
		</div>
	);
}

function Actions({ state: { flow, isActive } }: { readonly state: TriggerState }) {
	const { t } = useTranslation('triggers');
	const toasts = useToasts();
	const start = useAction('triggers.start');
	const stop = useAction('triggers.stop');
	const remove = useAction('triggers.remove');
	const [isRemoving, setRemoving] = useState(false);
	const submit = useSubmit(() => setRemoving(false));
	const turn = isActive ? stop : start;
	return (
		<div className="flex flex-wrap gap-2">
			<Button
				busy={turn.isPending}
				onClick={() => turn.mutate({ flow }, { onError: (error) => toasts.failed(() => t('failed'), error) })}
			>
				{t(isActive ? 'stop' : 'start')}
			</Button>
			<Button tone="danger" onClick={() => setRemoving(true)}>
				{t('remove')}
			</Button>
			<ConfirmDialog
				open={isRemoving}
				onClose={() => setRemoving(false)}
				busy={remove.isPending}
				title={t('removeTitle')}
				action={t('remove')}
				onConfirm={() => void submit(remove.mutateAsync({ flow }), () => t('removed'))}
			>
				<p>{t('removeText')}</p>
				{remove.error !== null && <ErrorNote error={remove.error} className="mt-2" />}
			</ConfirmDialog>
		</div>
	);
}
