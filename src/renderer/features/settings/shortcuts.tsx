import { useTranslation } from 'react-i18next';
import { KeyTable } from '../../components/keys/key-table.tsx';
import { keyText } from '../../lib/keys/key-text.ts';
import { Group } from './setting-row.tsx';
import { SwitchRow } from './switch-row.tsx';
import { useSetting } from './use-setting.ts';

/** Every key that does something, in one place, and whether signs alone are among them. */
export function Shortcuts() {
	const { t } = useTranslation('settings');
	const { value: areKeys } = useSetting('letter_keys');
	return (
		<Group title={t('shortcuts.title')}>
			<SwitchRow setting="letter_keys" name="letters" label={t('shortcuts.signs')} hint={t('shortcuts.signsHint')} />
			<details>
				<summary className="px-3 py-2">
					<span className="font-medium">{t('shortcuts.all')}</span>
					{areKeys !== false && (
						<span className="ml-2 text-small text-muted">{t('shortcuts.allHint', { key: keyText('help') })}</span>
					)}
				</summary>
				<KeyTable />
			</details>
		</Group>
	);
}
