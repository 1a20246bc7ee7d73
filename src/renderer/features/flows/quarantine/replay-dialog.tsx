import { useTranslation } from 'react-i18next';
import type { RouteOutput } from '../../../../shared/api/routes.ts';
import { useAction, useRoute } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { Dialog } from '../../../components/controls/dialog.tsx';
import { ErrorNote, LoadingRows, Note } from '../../../components/notes.tsx';
import { useShownRun } from '../../../components/progress/use-shown-run.ts';
import { FailureSentences } from '../../../components/text/failure-sentences.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import type { Which } from './which.ts';

/** Says what a replay would do, which destinations write again before all, and does it. */
export function ReplayDialog({ which, onClose }: { readonly which: Which; onClose(): void }) {
	const { t } = useTranslation('quarantine');
	const { t: common } = useTranslation();
	const preview = useRoute('quarantine.preview', { which }, { ofDisk: true });
	const { go, isStarting } = useReplay(which, onClose);
	const { data, error } = preview;
	return (
		<Dialog
			open
			onClose={onClose}
			title={t('replay.title')}
			actions={
				<>
					<Button onClick={onClose}>{common('cancel')}</Button>
					<Button
						tone="primary"
						busy={isStarting}
						disabled={data === undefined || data.problems.length > 0}
						onClick={go}
					>
						{t('replay.go')}
					</Button>
				</>
			}
		>
			{error !== null ? (
				<ErrorNote error={error} />
			) : data === undefined ? (
				<LoadingRows rows={3} />
			) : (
				<Plan plan={data} />
			)}
		</Dialog>
	);
}

function Plan({ plan }: { readonly plan: RouteOutput<'quarantine.preview'> }) {
	const { t } = useTranslation('quarantine');
	const format = useFormat();
	const { records, flow, component, writes, problems } = plan;
	return (
		<div className="flex flex-col gap-3">
			<p>{plainText(t('replay.text', { count: records, text: format.count(records), flow, component }))}</p>
			{problems.length > 0 && (
				<Note tone="attention">
					<p className="font-medium">{t('replay.problems')}</p>
					<ul className="flex flex-col gap-1">
						{problems.map(({ error }, place) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: they never change their order
							<li key={place}>
								<FailureSentences error={error} />
							</li>
						))}
					</ul>
				</Note>
			)}
			{writes.length === 0 ? (
				<p className="text-muted">{t('replay.noWrites')}</p>
			) : (
				<Note tone="attention">
					<p className="font-medium">{t('replay.writes')}</p>
					<ul>
						{writes.map((write) => (
							<li key={write.component} className="wrap-anywhere">
								<PluginText>{write.component}</PluginText>
								{write.path !== null && (
									<>
										{' → '}
										<PluginText className="font-mono text-small" max={1000}>
											{write.path}
										</PluginText>
									</>
								)}
							</li>
						))}
					</ul>
				</Note>
			)}
		</div>
	);
}

function useReplay(which: Which, onClose: () => void): { go(): void; readonly isStarting: boolean } {
	const { t } = useTranslation('quarantine');
	const { mutateAsync, isPending } = useAction('quarantine.replay');
	const show = useShownRun();
	return {
		isStarting: isPending,
		go: () =>
			show(
				(runId) => mutateAsync({ which, runId, trigger: 'window' }),
				() => t('replay.failed'),
				onClose,
			),
	};
}
