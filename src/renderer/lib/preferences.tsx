import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo } from 'react';
import { defaultOf, type SettingName, type Settings, settingChange } from '../../shared/api/settings.ts';
import { routeKey, useAct, useRoute } from '../client/engine.tsx';
import { changeLanguage, resolveLanguage } from '../i18n/index.ts';

export type TimeFormat = Settings['time_format'];

export interface Preferences {
	readonly theme: Settings['theme'];
	readonly language: Settings['language'];
	readonly timeFormat: Settings['time_format'];
	readonly panes: Settings['panes'];
	readonly columns: Settings['columns'];
	readonly wrapLogs: Settings['wrap_logs'];
}

const defaults: Preferences = {
	theme: defaultOf('theme'),
	language: defaultOf('language'),
	timeFormat: defaultOf('time_format'),
	panes: defaultOf('panes'),
	columns: defaultOf('columns'),
	wrapLogs: defaultOf('wrap_logs'),
};
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

/**
 * Changes a setting that follows from what a person does with the window: in force at once, kept by the engine in passing.
 * A note that is lost costs a person doing it again.
 */
export function useRemember(): <N extends SettingName>(key: N, value: Settings[N]) => void {
	const act = useAct();
	const queries = useQueryClient();
	return useCallback(
		(key, value) => {
			queries.setQueryData<Settings>(routeKey('settings.get', {}), (settings) =>
				settings === undefined ? settings : { ...settings, [key]: value },
			);
			void act('settings.set', settingChange(key, value)).catch(() => {});
		},
		[act, queries],
	);
}

export function applyTheme(theme: Settings['theme']): void {
	const dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
	document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}

/** Look and language follow the engine's settings, whoever changes them. */
export function PreferencesProvider({ children }: { readonly children: ReactNode }) {
	const { data } = useRoute('settings.get', {});
	const preferences = useMemo<Preferences>(() => {
		if (data === undefined) return rememberedPreferences();
		return {
			theme: data.theme,
			language: data.language,
			timeFormat: data.time_format,
			panes: data.panes,
			columns: data.columns,
			wrapLogs: data.wrap_logs,
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
