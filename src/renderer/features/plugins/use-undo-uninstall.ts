import { useTranslation } from 'react-i18next';
import { useAct } from '../../client/engine.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { useFormat } from '../../lib/text/use-format.ts';

/** The way back from an uninstallation, for its toast; nothing where all of them went for ever. */
export function useUndoUninstall(): (
	trashIds: readonly (string | null)[],
) => { readonly label: () => string; onPress(): void } | undefined {
	const { t } = useTranslation('plugins');
	const act = useAct();
	const toasts = useToasts();
	const format = useFormat();
	return (trashIds) => {
		const ids = trashIds.filter((id) => id !== null);
		if (ids.length === 0) return undefined;
		const undo = async (): Promise<void> => {
			const back: string[] = [];
			let failed: unknown = null;
			for (const id of ids) {
				await act('trash.restorePlugin', { id }).then(
					({ name }) => back.push(name),
					(error: unknown) => {
						failed ??= error;
					},
				);
			}
			const what = back.length === 1 ? 'one' : 'many';
			const facts = { name: back[0] ?? '', text: format.count(back.length) };
			if (back.length > 0) toasts.done(() => t(`restored.${what}`, facts));
			if (failed !== null) toasts.failed(() => t('notRestored'), failed);
		};
		return { label: () => t('undo'), onPress: () => void undo() };
	};
}
