import { useTranslation } from 'react-i18next';
import { Segmented } from '../../components/controls/choices.tsx';
import type { Preferences, Theme, TimeFormat } from '../../lib/preferences.tsx';
import { Group, SettingRow } from './setting-row.tsx';
import { useSetting } from './use-setting.ts';

const themes: readonly Theme[] = ['system', 'light', 'dark'];
const times: readonly TimeFormat[] = ['local', 'utc', 'relative'];
/** Languages are named in themselves: who cannot read the one in force finds theirs. */
const languageNames = { en: 'English', 'zh-CN': '简体中文' } as const;

/** How the window looks and speaks; in force at once. */
export function Appearance() {
	const { t } = useTranslation('settings');
	const language = useSetting<Preferences['language']>('language');
	const theme = useSetting<Theme>('theme');
	const time = useSetting<TimeFormat>('time_format');
	return (
		<Group title={t('appearance.title')}>
			<SettingRow label={t('appearance.language')} isSaved={language.isSaved} error={language.error}>
				{() => (
					<Segmented
						label={t('appearance.language')}
						value={language.value ?? 'system'}
						onChange={(value) => void language.save(value)}
						options={[
							{ value: 'system', label: t('appearance.system') },
							{ value: 'en', label: languageNames.en },
							{ value: 'zh-CN', label: languageNames['zh-CN'] },
						]}
					/>
				)}
			</SettingRow>
			<SettingRow label={t('appearance.theme')} isSaved={theme.isSaved} error={theme.error}>
				{() => (
					<Segmented
						label={t('appearance.theme')}
						value={theme.value ?? 'system'}
						onChange={(value) => void theme.save(value)}
						options={themes.map((value) => ({ value, label: t(`appearance.${value}`) }))}
					/>
				)}
			</SettingRow>
			<SettingRow
				label={t('appearance.time')}
				hint={t('appearance.timeHint')}
				isSaved={time.isSaved}
				error={time.error}
			>
				{() => (
					<Segmented
						label={t('appearance.time')}
						value={time.value ?? 'local'}
						onChange={(value) => void time.save(value)}
						options={times.map((value) => ({ value, label: t(`appearance.${value}`) }))}
					/>
				)}
			</SettingRow>
		</Group>
	);
}
