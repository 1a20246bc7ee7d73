import { useTranslation } from 'react-i18next';
import { defaultOf } from '../../../shared/api/settings.ts';
import { Switch } from '../../components/controls/toggles.tsx';
import { KeyTable } from '../../components/keys/key-table.tsx';
import { keyText } from '../../lib/keys/key-text.ts';
import { Group, SettingRow } from './setting-row.tsx';
import { useSetting } from './use-setting.ts';

/** Every key that does something, in one place, and whether signs alone are among them. */
export function Shortcuts() {
	const { t } = useTranslation('settings');
	const letters = useSetting('letter_keys');
	return (
		<Group title={t('shortcuts.title')}>
			<SettingRow
				name="letters"
				label={t('shortcuts.signs')}
				hint={t('shortcuts.signsHint')}
				isSaved={letters.isSaved}
				error={letters.error}
			>
				{() => (
					<Switch
						hideLabel
						label={t('shortcuts.signs')}
						checked={letters.value ?? defaultOf('letter_keys')}
						disabled={letters.value === undefined}
						onChange={(value) => void letters.save(value)}
					/>
				)}
			</SettingRow>
			<details>
				<summary className="px-3 py-2">
					<span className="font-medium">{t('shortcuts.all')}</span>
					{letters.value !== false && (
						<span className="ml-2 text-small text-muted">{t('shortcuts.allHint', { key: keyText('help') })}</span>
					)}
				</summary>
				<KeyTable />
			</details>
		</Group>
	);
}
