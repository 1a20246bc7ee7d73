import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingOf } from '../../../shared/api/settings.ts';
import { QuantityInput } from '../../components/controls/quantity-input.tsx';
import { settingRowNames } from '../../lib/keys/setting-rows.ts';
import type { Unit, UnitName } from '../../lib/text/quantity.ts';
import { SettingRow } from './setting-row.tsx';
import { type Setting, useSetting } from './use-setting.ts';

/** A setting that is a number with a unit, within bounds. */
export function QuantityRow({
	setting,
	label,
	hint,
	units,
	min,
	max,
	print,
	onCommit,
	disabled = false,
}: {
	/** The key, in the base unit. */
	readonly setting: SettingOf<number>;
	readonly label: string;
	readonly hint?: ReactNode;
	readonly units: readonly Unit<UnitName>[];
	readonly min: number;
	/** Absent: there is none. */
	readonly max?: number;
	/** A value in words, for bounds. */
	print(value: number): string;
	/** Instead of saving at once; answers false where it is not to be saved. */
	onCommit?(value: number, save: Setting<number>['save']): Promise<boolean>;
	readonly disabled?: boolean;
}) {
	const { t } = useTranslation('settings');
	const { value, isSaved, error, save } = useSetting(setting);
	const [problem, setProblem] = useState<string | null>(null);
	const [givenUp, setGivenUp] = useState(0);
	const problemOf = (next: number | null): string | null => {
		if (next === null) return t('notANumber');
		if (next < min) return t('tooSmall', { least: print(min) });
		if (max !== undefined && next > max) return t('tooLarge', { most: print(max) });
		return null;
	};
	return (
		<SettingRow
			name={settingRowNames.find((name) => name === setting)}
			label={label}
			hint={hint}
			isSaved={isSaved}
			error={problem ?? error}
		>
			{({ describedBy }) =>
				value !== undefined && (
					<QuantityInput
						// A change that was given up is taken back from the field.
						key={givenUp}
						label={label}
						value={value}
						units={units}
						disabled={disabled}
						aria-invalid={problem !== null || error !== null}
						aria-describedby={describedBy}
						onCommit={async (next) => {
							const found = problemOf(next);
							setProblem(found);
							if (found !== null || next === null) return;
							const done = await (onCommit === undefined ? save(next) : onCommit(next, save));
							if (!done && onCommit !== undefined) setGivenUp((before) => before + 1);
						}}
					/>
				)
			}
		</SettingRow>
	);
}
