import { Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TrashAnswer, TrashedRun } from '../../../shared/run/trash.ts';
import { useAction } from '../../client/engine.tsx';
import { Button } from '../../components/controls/button.tsx';
import { ConfirmDialog } from '../../components/controls/dialog.tsx';
import { RunStatusLabel } from '../../components/status.tsx';
import { PluginText } from '../../components/text/plugin-text.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { useFormat } from '../../lib/text/use-format.ts';

/** Deleted runs, each with the way back and the way out. */
export function TrashList({ trash }: { readonly trash: TrashAnswer }) {
	const { t } = useTranslation('trash');
	const format = useFormat();
	const toasts = useToasts();
	const restore = useAction('trash.restore');
	const empty = useAction('trash.empty');
	/** Of the runs that are to go for ever; 'all': the whole trash. */
	const [going, setGoing] = useState<readonly string[] | 'all' | null>(null);
	const bringBack = (run: TrashedRun['run']): void =>
		void restore.mutateAsync({ ids: [run.id] }).then(
			() => toasts.done(() => t('restored', { name: run.label })),
			(error: unknown) => toasts.failed(() => t('restoreFailed'), error),
		);
	const remove = async (ids: readonly string[] | 'all'): Promise<void> => {
		try {
			const { removed } = await empty.mutateAsync(ids === 'all' ? {} : { ids: [...ids] });
			toasts.done(() => t('removed', { count: removed, text: format.count(removed) }));
		} catch (error) {
			toasts.failed(() => t('removeFailed'), error);
		}
		setGoing(null);
	};
	const hidden = trash.total - trash.runs.length;
	return (
		<div className="flex flex-col gap-3 p-4">
			<div className="flex flex-wrap items-center gap-x-4 gap-y-2">
				<p className="min-w-0 flex-1 basis-60 text-muted">
					{t('holds', { count: trash.total, text: format.count(trash.total), bytes: format.bytes(trash.bytes) })}{' '}
					{t('keeps', { time: format.duration(trash.keptMs) })}
				</p>
				<Button tone="danger" icon={Trash2} onClick={() => setGoing('all')}>
					{t('empty')}
				</Button>
			</div>
			<ul aria-label={t('title')} className="overflow-hidden rounded-base border border-line">
				{trash.runs.map(({ run, deletedAt }) => (
					<li
						key={run.id}
						className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line px-3 py-1.5 not-first:border-t"
					>
						<span className="flex min-w-0 flex-1 basis-56 flex-wrap items-center gap-x-3">
							<RunStatusLabel status={run.status} />
							<PluginText className="font-medium" max={80}>
								{run.label}
							</PluginText>
							<code className="text-muted">{run.id}</code>
						</span>
						<span className="text-small text-muted tabular">{t('deleted', { time: format.time(deletedAt) })}</span>
						<span className="ml-auto flex gap-2">
							<Button
								icon={Undo2}
								aria-label={t('restoreNamed', { name: `${run.label} ${run.id}` })}
								onClick={() => bringBack(run)}
							>
								{t('restore')}
							</Button>
							<Button
								aria-label={t('removeNamed', { name: `${run.label} ${run.id}` })}
								onClick={() => setGoing([run.id])}
							>
								{t('remove')}
							</Button>
						</span>
					</li>
				))}
			</ul>
			{hidden > 0 && (
				<p className="text-small text-muted">{t('hidden', { count: hidden, text: format.count(hidden) })}</p>
			)}
			<ConfirmDialog
				open={going !== null}
				onClose={() => setGoing(null)}
				onConfirm={() => going !== null && void remove(going)}
				title={going === 'all' ? t('askAll') : t('askOne')}
				action={t('go')}
				busy={empty.isPending}
			>
				{t('askText')}
			</ConfirmDialog>
		</div>
	);
}
