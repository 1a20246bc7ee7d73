import type { QueryClient } from '@tanstack/react-query';
import type { SettingChange, SettingName, Settings } from '../../shared/api/settings.ts';
import { type Act, routeKey } from './engine.tsx';

/**
 * A setting that a person changed by what they did is in force at once, and told to the engine. Questions that are on
 * their way are dropped, before the change and once it was answered: their answers may be of the time before it. Who
 * acts has the settings asked for anew (`useAct`).
 */
export async function rememberSetting<N extends SettingName>(
	queries: QueryClient,
	act: Act,
	key: N,
	value: Settings[N],
): Promise<void> {
	const queryKey = routeKey('settings.get', {});
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
