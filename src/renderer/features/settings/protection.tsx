import { useTranslation } from 'react-i18next';
import { defaultOf } from '../../../shared/api/settings.ts';
import { Switch } from '../../components/controls/toggles.tsx';
import { Group, SettingRow } from './setting-row.tsx';
import { useSetting } from './use-setting.ts';

/** What has to surround a plugin before it runs at all. */
export function Protection() {
	const { t } = useTranslation('settings');
	const required = useSetting('require_kernel_limits');
	return (
		<Group title={t('protection.title')}>
			<SettingRow
				name="kernel"
				label={t('protection.kernel')}
				hint={t('protection.kernelHint')}
				isSaved={required.isSaved}
				error={required.error}
			>
				{() => (
					<Switch
						hideLabel
						label={t('protection.kernel')}
						checked={required.value ?? defaultOf('require_kernel_limits')}
						disabled={required.value === undefined}
						onChange={(value) => void required.save(value)}
					/>
				)}
			</SettingRow>
		</Group>
	);
}
