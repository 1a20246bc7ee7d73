import { useTranslation } from 'react-i18next';
import { useAction } from '../../../client/engine.tsx';
import { ConfirmDialog } from '../../../components/controls/dialog.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import type { Target } from './export-runs.ts';

/** Deletes runs after asking. */
export function DeleteRuns({
	open,
	target,
	count,
	onClose,
	onDone,
}: {
	readonly open: boolean;
	readonly target: Target;
	readonly count: number;
	onClose(): void;
	onDone(): void;
}) {
	const { t } = useTranslation('runs');
	const format = useFormat();
	const toasts = useToasts();
	const remove = useAction('runs.remove');
	return (
		<ConfirmDialog
			open={open}
			onClose={onClose}
			title={t('deleteTitle', { count, text: format.count(count) })}
			action={t('delete')}
			busy={remove.isPending}
			onConfirm={async () => {
				try {
					const { removed } = await remove.mutateAsync('ids' in target ? { ids: [...target.ids] } : target);
					toasts.done(() => t('deleted', { count: removed, text: format.count(removed) }));
					onDone();
				} catch (error) {
					toasts.failed(() => t('deleteFailed'), error);
				}
				onClose();
			}}
		>
			{t('deleteText')}
		</ConfirmDialog>
	);
}
