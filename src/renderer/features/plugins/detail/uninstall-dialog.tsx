import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../components/controls/dialog.tsx';
import { Checkbox } from '../../../components/controls/fields.tsx';
import type { PluginActions } from './use-plugin-actions.ts';

/** Asks before a plugin goes, and what becomes of what it wrote. */
export function UninstallDialog({
	name,
	actions,
	open,
	onClose,
}: {
	readonly name: string;
	readonly actions: PluginActions;
	readonly open: boolean;
	onClose(): void;
}) {
	const { t } = useTranslation('plugin');
	const [keepData, setKeepData] = useState(true);
	return (
		<ConfirmDialog
			open={open}
			onClose={onClose}
			onConfirm={() => void actions.uninstall(keepData).then((gone) => !gone && onClose())}
			title={t('uninstall.title', { name })}
			action={t('uninstall.action')}
			busy={actions.busy === 'uninstall'}
		>
			<p>{t('uninstall.text')}</p>
			<div className="my-3 text-text">
				<Checkbox checked={keepData} onChange={setKeepData} label={t('uninstall.keepData')} />
			</div>
			<p>{keepData ? t('uninstall.kept') : t('uninstall.gone')}</p>
		</ConfirmDialog>
	);
}
