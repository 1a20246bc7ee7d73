import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type SettingName, type Settings, settingChange } from '../../../shared/api/settings.ts';
import { type DataFlareError, toDataFlareError } from '../../../shared/errors/errors.ts';
import { routeKey, useAction, useRoute } from '../../client/engine.tsx';

/** How long the word stays. ms */
const SAVED_MS = 3000;

export interface Setting<V> {
	/** Undefined: not known yet. */
	readonly value: V | undefined;
	readonly isSaved: boolean;
	readonly error: DataFlareError | null;
	save(value: V): Promise<boolean>;
}

/** One setting of the engine's: what is in force, and a way to change it at once. */
export function useSetting<N extends SettingName>(key: N): Setting<Settings[N]> {
	const settings = useRoute('settings.get', {});
	const set = useAction('settings.set');
	const queries = useQueryClient();
	const [isSaved, setSaved] = useState(false);
	const [error, setError] = useState<DataFlareError | null>(null);
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
	useEffect(() => () => clearTimeout(timer.current), []);
	return {
		value: settings.data?.[key],
		isSaved,
		error,
		async save(value) {
			try {
				await set.mutateAsync(settingChange(key, value));
				// A field follows what is in force, which may be somebody else's value by the time it is asked for.
				queries.setQueryData<Settings>(routeKey('settings.get', {}), (now) => now && { ...now, [key]: value });
				setError(null);
				setSaved(true);
				clearTimeout(timer.current);
				timer.current = setTimeout(() => setSaved(false), SAVED_MS);
				return true;
			} catch (thrown) {
				setSaved(false);
				setError(toDataFlareError(thrown));
				return false;
			}
		},
	};
}
