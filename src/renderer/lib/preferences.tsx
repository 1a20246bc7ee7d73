import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { useRoute } from '../client/engine.tsx';
import { changeLanguage, type Language, resolveLanguage } from '../i18n/index.ts';

export type TimeFormat = 'local' | 'utc' | 'relative';
export type Theme = 'system' | 'light' | 'dark';

export interface Preferences {
	readonly theme: Theme;
	readonly language: 'system' | Language;
	readonly timeFormat: TimeFormat;
}

const defaults: Preferences = { theme: 'system', language: 'system', timeFormat: 'local' };
const PreferencesContext = createContext<Preferences>(defaults);

export const usePreferences = (): Preferences => useContext(PreferencesContext);

/** Where the last choice is kept beside the engine's settings, so that the first picture is right already. */
const SLOT = 'dataflare-look';

export function rememberedPreferences(): Preferences {
	try {
		const kept = JSON.parse(localStorage.getItem(SLOT) ?? '{}') as Partial<Preferences>;
		return { ...defaults, ...kept };
	} catch {
		return defaults;
	}
}

export function applyTheme(theme: Theme): void {
	const dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
	document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}

/** Look and language follow the engine's settings, whoever changes them. */
export function PreferencesProvider({ children }: { readonly children: ReactNode }) {
	const { data } = useRoute('settings.get', {});
	const preferences = useMemo<Preferences>(() => {
		if (data === undefined) return rememberedPreferences();
		return {
			theme: data['theme'] as Theme,
			language: data['language'] as Preferences['language'],
			timeFormat: data['time_format'] as TimeFormat,
		};
	}, [data]);
	useEffect(() => {
		try {
			localStorage.setItem(SLOT, JSON.stringify(preferences));
		} catch {
			// The next start shows the system's look for a moment.
		}
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
