import { type Appearance, defaultAppearance } from '../../shared/api/appearance.ts';
import type { Settings } from '../../shared/api/settings.ts';

export type TimeFormat = Appearance['time_format'];

export interface Preferences {
	readonly theme: Appearance['theme'];
	readonly language: Appearance['language'];
	readonly timeFormat: TimeFormat;
	readonly panes: Settings['panes'];
	readonly columns: Settings['columns'];
	readonly columnWidths: Settings['column_widths'];
	readonly wrapLogs: Settings['wrap_logs'];
}

export const defaultPreferences: Preferences = {
	theme: defaultAppearance.theme,
	language: defaultAppearance.language,
	timeFormat: defaultAppearance.time_format,
	panes: {},
	columns: {},
	columnWidths: {},
	wrapLogs: false,
};

/** Where the last choice is kept beside the engine's settings, so that the first picture is right already. */
const SLOT = 'dataflare-look';

export function rememberedPreferences(): Preferences {
	try {
		const kept = JSON.parse(localStorage.getItem(SLOT) ?? '{}') as Partial<Preferences>;
		return { ...defaultPreferences, ...kept };
	} catch {
		return defaultPreferences;
	}
}

export function rememberPreferences(preferences: Preferences): void {
	try {
		localStorage.setItem(SLOT, JSON.stringify(preferences));
	} catch {
		// The next start shows the system's look for a moment.
	}
}

export function applyTheme(theme: Preferences['theme']): void {
	const dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
	document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}
