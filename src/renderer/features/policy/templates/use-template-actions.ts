import { useTranslation } from 'react-i18next';
import type { PolicyTemplate } from '../../../../shared/plugin/policy-template.ts';
import { useAct, useAsk, useBridge } from '../../../client/engine.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';

export interface TemplateActions {
	/** Deletes it, with the way back. */
	remove(template: PolicyTemplate): Promise<boolean>;
	/** Hands templates over as a file; without ids: all. */
	save(ids?: readonly string[], name?: string): Promise<void>;
	/** Gives back what an application replaced. */
	undo(application: string, template: PolicyTemplate): Promise<void>;
}

export function useTemplateActions(): TemplateActions {
	const { t } = useTranslation('templates');
	const { t: common } = useTranslation();
	const act = useAct();
	const ask = useAsk();
	const bridge = useBridge();
	const toasts = useToasts();
	const format = useFormat();
	return {
		async remove({ id, name }) {
			try {
				const template = await act('templates.remove', { id });
				toasts.done(() => t('removed', { name }), {
					label: () => common('undo'),
					onPress: () =>
						void act('templates.restore', { template }).then(
							() => toasts.done(() => t('restored', { name })),
							(error: unknown) => toasts.failed(() => t('restoreFailed'), error),
						),
				});
				return true;
			} catch (error) {
				toasts.failed(() => t('removeFailed'), error);
				return false;
			}
		},
		async save(ids, named = 'dataflare-policy-templates') {
			try {
				const { text } = await ask('templates.export', ids === undefined ? {} : { ids: [...ids] });
				const name = `${named}.json`;
				if (await bridge.download({ text, name, type: 'application/json' })) {
					toasts.done(() => t('exported', { name }));
				}
			} catch (error) {
				toasts.failed(() => t('exportFailed'), error);
			}
		},
		async undo(application, { name }) {
			try {
				const note = t('applying.undoNote', { name });
				const { undone, left } = await act('templates.undo', { application, note });
				toasts.done(() => {
					const back = t('applying.undone', { count: undone.length, text: format.count(undone.length) });
					return left.length === 0 ? back : `${back} ${t('applying.left', { names: left.join(common('comma')) })}`;
				});
			} catch (error) {
				toasts.failed(() => t('applying.undoFailed'), error);
			}
		},
	};
}
