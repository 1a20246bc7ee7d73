import { useTranslation } from 'react-i18next';
import type { TrashAnswer } from '../../../shared/run/trash.ts';
import { useAction } from '../../client/engine.tsx';
import { RunStatusLabel } from '../../components/status.tsx';
import { PluginText } from '../../components/text/plugin-text.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { useFormat } from '../../lib/text/use-format.ts';
import { TrashList, type TrashTarget } from './trash-list.tsx';

/** Deleted runs. */
export function TrashedRuns({
	trash,
	page,
	onPage,
}: {
	readonly trash: TrashAnswer;
	readonly page: number;
	onPage(page: number): void;
}) {
	const { t } = useTranslation('trash');
	const format = useFormat();
	const toasts = useToasts();
	const restore = useAction('trash.restore');
	const empty = useAction('trash.empty');
	const bringBack = (target: TrashTarget): Promise<void> =>
		restore.mutateAsync(target === 'all' ? { all: true } : { ids: [...target] }).then(
			({ restored }) => toasts.done(() => t('runs.restored', { count: restored, text: format.count(restored) })),
			(error: unknown) => toasts.failed(() => t('restoreFailed'), error),
		);
	const remove = (target: TrashTarget): Promise<void> =>
		empty.mutateAsync(target === 'all' ? {} : { ids: [...target] }).then(
			({ removed }) => toasts.done(() => t('runs.removed', { count: removed, text: format.count(removed) })),
			(error: unknown) => toasts.failed(() => t('removeFailed'), error),
		);
	const { total, bytes, keptMs } = trash;
	return (
		<TrashList
			label={t('title')}
			summary={t('runs.holds', { count: total, text: format.count(total), bytes: format.bytes(bytes) })}
			askText={t('runs.askText')}
			items={trash.runs.map(({ run, deletedAt }) => ({
				id: run.id,
				name: `${run.label} ${run.id}`,
				deletedAt,
				content: (
					<>
						<RunStatusLabel status={run.status} />
						<PluginText className="font-medium" max={80}>
							{run.label}
						</PluginText>
						<code className="text-muted">{run.id}</code>
					</>
				),
			}))}
			busy={restore.isPending || empty.isPending}
			onRestore={bringBack}
			onDelete={remove}
			{...{ total, page, keptMs, onPage }}
		/>
	);
}
