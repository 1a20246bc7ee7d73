import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo } from 'react';
import type { SettingName, Settings } from '../../shared/api/settings.ts';
import { useAct, useRoute } from '../client/engine.tsx';
import { rememberSetting } from '../client/remember-setting.ts';
import { changeLanguage } from '../i18n/index.ts';
import { resolveLanguage } from '../i18n/language.ts';
import {
	applyTheme,
	defaultPreferences,
	type Preferences,
	rememberedPreferences,
	rememberPreferences,
} from './appearance.ts';

const PreferencesContext = createContext<Preferences>(defaultPreferences);

export const usePreferences = (): Preferences => useContext(PreferencesContext);

/**
 * Changes a setting that follows from what a person does with the window: in force at once, kept by the engine in passing.
 * A note that is lost costs a person doing it again. As `rememberSetting`.
 */
export function useRemember(): <N extends SettingName>(
	key: N,
	change: Settings[N] | ((now: Settings[N] | undefined) => Settings[N]),
) => void {
	const act = useAct();
	const queries = useQueryClient();
	return useCallback(
		(key, change) => {
			void rememberSetting(queries, act, key, change).catch(() => {});
		},
		[act, queries],
	);
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
			columnWidths: data.column_widths,
			wrapLogs: data.wrap_logs,
		};
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
