import { useTranslation } from 'react-i18next';
import { useAction } from '../../../client/engine.tsx';
import { ConfirmDialog } from '../../../components/controls/dialog.tsx';
import { ErrorNote } from '../../../components/notes.tsx';
import { useSubmit } from '../../../components/toasts.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import type { Which } from './which.ts';

export function RemoveDialog({
	which,
	count,
	onClose,
}: {
	readonly which: Which;
	readonly count: number;
	onClose(): void;
}) {
	const { t } = useTranslation('quarantine');
	const format = useFormat();
	const remove = useAction('quarantine.remove');
	const submit = useSubmit(onClose);
	return (
		<ConfirmDialog
			open
			onClose={onClose}
			busy={remove.isPending}
			title={t('remove.title', { count, text: format.count(count) })}
			action={t('remove.go')}
			onConfirm={() =>
				void submit(remove.mutateAsync({ which }), ({ removed }) =>
					t('remove.done', { count: removed, text: format.count(removed) }),
				)
			}
		>
			<p>{t('remove.text')}</p>
			{remove.error !== null && <ErrorNote error={remove.error} className="mt-2" />}
		</ConfirmDialog>
	);
}
