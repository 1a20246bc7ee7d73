import { useTranslation } from 'react-i18next';
import { languageChoices, themes, timeFormats } from '../../../shared/api/appearance.ts';
import { defaultOf } from '../../../shared/api/settings.ts';
import { Segmented } from '../../components/controls/choices.tsx';
import { Group, SettingRow } from './setting-row.tsx';
import { useSetting } from './use-setting.ts';

/** Languages are named in themselves: who cannot read the one in force finds theirs. */
const languageNames = { en: 'English', 'zh-CN': '简体中文' } as const;

/** How the window looks and speaks; in force at once. */
export function Appearance() {
	const { t } = useTranslation('settings');
	const language = useSetting('language');
	const theme = useSetting('theme');
	const time = useSetting('time_format');
	return (
		<Group title={t('appearance.title')}>
			<SettingRow name="language" label={t('appearance.language')} isSaved={language.isSaved} error={language.error}>
				{() => (
					<Segmented
						label={t('appearance.language')}
						value={language.value ?? defaultOf('language')}
						onChange={(value) => void language.save(value)}
						options={languageChoices.map((value) => ({
							value,
							label: value === 'system' ? t('appearance.system') : languageNames[value],
						}))}
					/>
				)}
			</SettingRow>
			<SettingRow name="theme" label={t('appearance.theme')} isSaved={theme.isSaved} error={theme.error}>
				{() => (
					<Segmented
						label={t('appearance.theme')}
						value={theme.value ?? defaultOf('theme')}
						onChange={(value) => void theme.save(value)}
						options={themes.map((value) => ({ value, label: t(`appearance.${value}`) }))}
					/>
				)}
			</SettingRow>
			<SettingRow
				name="time"
				label={t('appearance.time')}
				hint={t('appearance.timeHint')}
				isSaved={time.isSaved}
				error={time.error}
			>
				{() => (
					<Segmented
						label={t('appearance.time')}
						value={time.value ?? defaultOf('time_format')}
						onChange={(value) => void time.save(value)}
						options={timeFormats.map((value) => ({ value, label: t(`appearance.${value}`) }))}
					/>
				)}
			</SettingRow>
		</Group>
	);
}
