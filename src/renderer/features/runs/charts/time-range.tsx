import { useTranslation } from 'react-i18next';
import { inputClass, Select } from '../../../components/controls/fields.tsx';
import { usePreferences } from '../../../lib/preferences.tsx';
import { fromField, toField } from '../filter/moment-field.ts';
import { type LastTime, lastTimes, type RunSearch } from '../filter/run-query.ts';

type Choice = 'any' | LastTime | 'custom';

/** When the runs began: so long until now, or between two moments. */
export function TimeRange({ search, onChange }: { readonly search: RunSearch; onChange(search: RunSearch): void }) {
	const { t } = useTranslation('runs');
	const utc = usePreferences().timeFormat === 'utc';
	const { since, until, ...rest } = search.filters;
	const isCustom = since !== undefined || until !== undefined;
	const choice: Choice = search.last ?? (isCustom ? 'custom' : 'any');
	const choose = (next: Choice): void => {
		if (next === 'any') onChange({ filters: rest, last: null });
		else if (next === 'custom') {
			const begin = Math.floor((Date.now() - lastTimes[search.last ?? 'day']) / 60_000) * 60_000;
			onChange({ filters: { ...rest, since: begin }, last: null });
		} else onChange({ filters: rest, last: next });
	};
	const moment = (key: 'since' | 'until', value: number | undefined) => (
		<label className="inline-flex items-center gap-1.5 text-small text-muted">
			{t(key)}
			<input
				type="datetime-local"
				step={1}
				className={inputClass}
				value={value === undefined ? '' : toField(value, utc)}
				onChange={({ target }) => {
					const at = fromField(target.value, utc);
					// The end of the second that was named.
					const edge = at === null ? undefined : key === 'until' ? at + 999 : at;
					onChange({ filters: { ...search.filters, [key]: edge }, last: null });
				}}
			/>
		</label>
	);
	return (
		<>
			<Select<Choice>
				aria-label={t('by.time')}
				value={choice}
				onChange={choose}
				options={[
					{ value: 'any', label: t('any.time') },
					...(Object.keys(lastTimes) as LastTime[]).map((value) => ({ value, label: t(`last.${value}`) })),
					{ value: 'custom', label: t('custom') },
				]}
			/>
			{choice === 'custom' && (
				<span className="inline-flex items-center gap-2">
					{moment('since', since)}
					{moment('until', until)}
					{utc && <span className="text-small text-muted">{t('utc')}</span>}
				</span>
			)}
		</>
	);
}
