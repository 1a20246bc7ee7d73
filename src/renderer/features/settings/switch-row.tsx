import type { ReactNode } from 'react';
import { defaultOf, type SettingOf } from '../../../shared/api/settings.ts';
import { Switch } from '../../components/controls/toggles.tsx';
import type { SettingRowName } from '../../lib/keys/setting-rows.ts';
import { SettingRow } from './setting-row.tsx';
import { useSetting } from './use-setting.ts';

/** A setting that is on or off. */
export function SwitchRow({
	setting,
	name,
	label,
	hint,
}: {
	readonly setting: SettingOf<boolean>;
	/** By which the palette leads to it. */
	readonly name?: SettingRowName;
	readonly label: string;
	readonly hint?: ReactNode;
}) {
	const { value, isSaved, error, save } = useSetting(setting);
	return (
		<SettingRow name={name} label={label} hint={hint} isSaved={isSaved} error={error}>
			{() => (
				<Switch
					hideLabel
					label={label}
					checked={value ?? defaultOf(setting)}
					disabled={value === undefined}
					onChange={(next) => void save(next)}
				/>
			)}
		</SettingRow>
	);
}
