import type { QueryClient } from '@tanstack/react-query';
import type { SettingChange, SettingName, Settings } from '../../shared/api/settings.ts';
import { type Act, routeKey } from './engine.tsx';

/**
 * A setting that a person changed by what they did is in force at once, and told to the engine. Questions that are on
 * their way are dropped, before the change and once it was answered: their answers may be of the time before it. Who
 * acts has the settings asked for anew (`useAct`). `change`: the value, or what it becomes from the one in force at this
 * moment, which may be newer than what is drawn: of two presses in a row neither undoes the other.
 */
export async function rememberSetting<N extends SettingName>(
	queries: QueryClient,
	act: Act,
	key: N,
	change: Settings[N] | ((now: Settings[N] | undefined) => Settings[N]),
): Promise<void> {
	const queryKey = routeKey('settings.get', {});
	const now = queries.getQueryData<Settings>(queryKey)?.[key];
	const value = typeof change === 'function' ? change(now) : change;
	// What is dropped is so at once; only its end is waited for elsewhere.
	void queries.cancelQueries({ queryKey });
	queries.setQueryData<Settings>(queryKey, (settings) =>
		settings === undefined ? settings : { ...settings, [key]: value },
	);
	try {
		await act('settings.set', { key, value } as unknown as SettingChange);
	} finally {
		void queries.cancelQueries({ queryKey });
	}
}
