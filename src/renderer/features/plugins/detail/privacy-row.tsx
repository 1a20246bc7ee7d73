import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type InputPrivacy, inputPrivacies } from '../../../../shared/plugin/input-privacy.ts';
import type { PluginRecord } from '../../../../shared/plugin/plugin-record.ts';
import { useAction } from '../../../client/engine.tsx';
import { Select } from '../../../components/controls/fields.tsx';
import { useToasts } from '../../../components/toasts.tsx';

/** Whether what the plugin is given may be found again in the history. */
export function PrivacyRow({ plugin }: { readonly plugin: PluginRecord }) {
	const { t } = useTranslation('plugin');
	const id = useId();
	const toasts = useToasts();
	const set = useAction('plugins.privacy');
	const { name, inputPrivacy, current } = plugin;
	const said = current?.manifest.privacy?.input ?? 'ordinary';
	const save = async (choice: InputPrivacy | 'manifest'): Promise<void> => {
		try {
			await set.mutateAsync({ name, input: choice === 'manifest' ? null : choice });
		} catch (error) {
			toasts.failed(() => t('privacy.failed', { name }), error);
		}
	};
	return (
		<div className="flex flex-wrap items-start gap-x-4 gap-y-2 rounded-base border border-line px-3 py-2">
			<div className="min-w-0 flex-1 basis-60">
				<label htmlFor={id} className="font-medium">
					{t('privacy.label')}
				</label>
				<p id={`${id}-hint`} className="text-small text-muted">
					{t(`privacy.about.${inputPrivacy ?? said}`)}
				</p>
			</div>
			<Select<InputPrivacy | 'manifest'>
				id={id}
				aria-describedby={`${id}-hint`}
				value={inputPrivacy ?? 'manifest'}
				disabled={set.isPending}
				options={[
					{ value: 'manifest', label: t(`privacy.manifest.${said}`) },
					...inputPrivacies.map((value) => ({ value, label: t(`privacy.${value}`) })),
				]}
				onChange={(choice) => void save(choice)}
			/>
		</div>
	);
}
