import { useTranslation } from 'react-i18next';
import { useAction } from '../../client/engine.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { useFormat } from '../../lib/text/use-format.ts';

/** The way back from a deletion, for its toast; nothing where runs went for ever. */
export function useUndo(): (deleted: {
	readonly removed: number;
	readonly deletedAt: number | null;
}) => { readonly label: () => string; onPress(): void } | undefined {
	const { t } = useTranslation('runs');
	const format = useFormat();
	const toasts = useToasts();
	const restore = useAction('trash.restore');
	return ({ removed, deletedAt }) =>
		deletedAt === null || removed === 0
			? undefined
			: {
					label: () => t('undo'),
					onPress: () =>
						void restore.mutateAsync({ deletedAt }).then(
							({ restored }) => toasts.done(() => t('undone', { count: restored, text: format.count(restored) })),
							(error: unknown) => toasts.failed(() => t('undoFailed'), error),
						),
				};
}
