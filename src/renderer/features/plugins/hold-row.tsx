import { useTranslation } from 'react-i18next';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { useAction } from '../../client/engine.tsx';
import { Switch } from '../../components/controls/toggles.tsx';
import { useToasts } from '../../components/toasts.tsx';

/** Whether the plugin stays at its version: updates of it are shown and not made. */
export function HoldRow({ plugin }: { readonly plugin: PluginRecord }) {
	const { t } = useTranslation('plugin');
	const toasts = useToasts();
	const set = useAction('updates.hold');
	const { name, updates } = plugin;
	const save = async (held: boolean): Promise<void> => {
		try {
			await set.mutateAsync({ name, held });
		} catch (error) {
			toasts.failed(() => t('hold.failed', { name }), error);
		}
	};
	return (
		<div className="m-4 flex items-start gap-4 rounded-base border border-line px-3 py-2">
			<div className="min-w-0 flex-1">
				<p className="font-medium">{t('hold.label')}</p>
				<p className="text-small text-muted">{t('hold.hint')}</p>
			</div>
			<Switch
				hideLabel
				label={t('hold.label')}
				checked={updates.held}
				disabled={set.isPending}
				onChange={(on) => void save(on)}
			/>
		</div>
	);
}
