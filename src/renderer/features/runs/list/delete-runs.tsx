import { useTranslation } from 'react-i18next';
import { useAction, useRoute } from '../../../client/engine.tsx';
import { ConfirmDialog } from '../../../components/controls/dialog.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { useUndo } from '../use-undo.ts';
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
	const undo = useUndo();
	const keeps = useRoute('settings.get', {}).data?.trash_ms !== 0;
	return (
		<ConfirmDialog
			open={open}
			onClose={onClose}
			title={t('deleteTitle', { count, text: format.count(count) })}
			action={t('delete')}
			busy={remove.isPending}
			onConfirm={async () => {
				try {
					const answer = await remove.mutateAsync('ids' in target ? { ids: [...target.ids] } : target);
					const { removed } = answer;
					toasts.done(() => t('deleted', { count: removed, text: format.count(removed) }), undo(answer));
					onDone();
				} catch (error) {
					toasts.failed(() => t('deleteFailed'), error);
				}
				onClose();
			}}
		>
			{t(keeps ? 'deleteText' : 'deleteForEver')}
		</ConfirmDialog>
	);
}
