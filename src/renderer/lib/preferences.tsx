import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { useRoute } from '../client/engine.tsx';
import { changeLanguage } from '../i18n/index.ts';
import { resolveLanguage } from '../i18n/language.ts';
import {
	applyTheme,
	defaultPreferences,
	type Preferences,
	rememberedPreferences,
	rememberPreferences,
} from './look.ts';

const PreferencesContext = createContext<Preferences>(defaultPreferences);

export const usePreferences = (): Preferences => useContext(PreferencesContext);

/** Look and language follow the engine's settings, whoever changes them. */
export function PreferencesProvider({ children }: { readonly children: ReactNode }) {
	const { data } = useRoute('settings.get', {});
	const preferences = useMemo<Preferences>(() => {
		if (data === undefined) return rememberedPreferences();
		return { theme: data.theme, language: data.language, timeFormat: data.time_format };
	}, [data]);
	useEffect(() => {
		rememberPreferences(preferences);
		void changeLanguage(resolveLanguage(preferences.language));
		applyTheme(preferences.theme);
		if (preferences.theme !== 'system') return;
		const media = matchMedia('(prefers-color-scheme: dark)');
		const follow = (): void => applyTheme('system');
		media.addEventListener('change', follow);
		return () => media.removeEventListener('change', follow);
	}, [preferences]);
	return <PreferencesContext value={preferences}>{children}</PreferencesContext>;
}
