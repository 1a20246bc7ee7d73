import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunKind } from '../../../shared/run/run.ts';
import { useAction } from '../../client/engine.tsx';
import { useNow } from '../../lib/hooks/use-now.ts';
import type { ProgressSample, RunProgress } from '../../lib/runs/run-progress.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { DataTable } from '../data/data-table.tsx';
import { PluginText } from '../text/plugin-text.tsx';
import { useToasts } from '../toasts.tsx';
import { ProgressBar } from './progress.tsx';
import { SaidByPlugins } from './said-progress.tsx';
import { StopButton } from './stop-button.tsx';
import { TellEndButton } from './tell-end.tsx';

/** A run that goes on: how far it is, how quick, how long it will take, and a way to end it. */
export function RunProgressPanel({
	run,
	newest,
	rates,
	ways,
}: {
	readonly run: { readonly id: string; readonly startedAt: number; readonly kind: RunKind };
	readonly newest: ProgressSample | null;
	readonly rates: RunProgress;
	/** Other ways to end it than cancelling, beside that. */
	readonly ways?: ReactNode;
}) {
	const { t } = useTranslation('run');
	const format = useFormat();
	const now = useNow(true);
	const facts: readonly (readonly [string, string])[] = [
		[t('progress.elapsed'), format.duration(Math.max(0, now - run.startedAt))],
		// Of a call there is nothing to count.
		...(newest === null || run.kind === 'call'
			? []
			: ([
					[t('progress.records'), format.count(newest.recordsIn)],
					[
						t('progress.bytes'),
						newest.totalBytes > 0
							? t('progress.of', { part: format.bytes(newest.bytesIn), whole: format.bytes(newest.totalBytes) })
							: format.bytes(newest.bytesIn),
					],
					[t('progress.rate'), format.rate(rates.recordsPerSecond)],
					[t('progress.left'), rates.leftMs === null ? t('progress.leftUnknown') : format.duration(rates.leftMs)],
				] as const)),
	];
	return (
		<section
			aria-label={t('progress.title')}
			className="flex flex-col gap-3 rounded-base border border-line bg-running-soft px-3 py-3"
		>
			<div className="flex flex-wrap items-center gap-x-3 gap-y-2">
				<div className="min-w-40 flex-1">
					<ProgressBar value={rates.share} label={t('progress.title')} />
				</div>
				{rates.share !== null && (
					<span className="tabular w-10 text-right font-medium">{format.percent(rates.share)}</span>
				)}
				<TellEndButton id={run.id} />
				{ways}
				<CancelRunButton id={run.id} />
			</div>
			<dl className="flex flex-wrap gap-x-6 gap-y-1">
				{facts.map(([name, value]) => (
					<div key={name} className="flex gap-2">
						<dt className="text-muted">{name}</dt>
						<dd className="tabular">{value}</dd>
					</div>
				))}
			</dl>
			{newest !== null && newest.stages.length > 1 && run.kind !== 'flow' && <StageProgress stages={newest.stages} />}
			{newest !== null && <SaidByPlugins stages={newest.stages} />}
		</section>
	);
}

function StageProgress({ stages }: { readonly stages: ProgressSample['stages'] }) {
	const { t } = useTranslation('run');
	const format = useFormat();
	return (
		<DataTable
			heads={[
				{ text: t('stage.plugin') },
				{ text: t('stage.in'), className: 'w-28 text-right' },
				{ text: t('stage.out'), className: 'w-28 text-right' },
			]}
		>
			{stages.map((stage, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a plugin can be in a chain twice
				<tr key={index} className="h-6">
					<th scope="row" className="text-left font-normal">
						<PluginText>{stage.plugin}</PluginText>
					</th>
					<td className="text-right">{format.count(stage.recordsIn)}</td>
					<td className="text-right">{format.count(stage.recordsOut)}</td>
				</tr>
			))}
		</DataTable>
	);
}

export function CancelRunButton({ id }: { readonly id: string }) {
	const { t } = useTranslation('run');
	const toasts = useToasts();
	const cancel = useAction('runs.cancel');
	return (
		<StopButton
			busy={cancel.isPending}
			onClick={() =>
				void cancel.mutateAsync({ id }).then(
					({ cancelled }) => !cancelled && toasts.done(() => t('cancel.over')),
					(error: unknown) => toasts.failed(() => t('cancel.failed'), error),
				)
			}
		>
			{t('cancel.run')}
		</StopButton>
	);
}
