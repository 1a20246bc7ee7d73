import { useTranslation } from 'react-i18next';
import { Group } from './setting-row.tsx';
import { SwitchRow } from './switch-row.tsx';

/** What has to surround a plugin before it runs at all. */
export function Protection() {
	const { t } = useTranslation('settings');
	return (
		<Group title={t('protection.title')}>
			<SwitchRow
				setting="require_kernel_limits"
				name="kernel"
				label={t('protection.kernel')}
				hint={t('protection.kernelHint')}
			/>
		</Group>
	);
}
