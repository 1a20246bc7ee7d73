import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { inputClass, Select } from '../../../components/controls/fields.tsx';
import { usePreferences } from '../../../lib/preferences.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { fromField, toField } from '../filter/moment-field.ts';
import { type LastTime, lastTimes, type RunSearch } from '../filter/run-query.ts';

type Choice = 'any' | LastTime | 'custom' | 'edit';

/** When the runs began: so long until now, or between two moments. */
export function TimeRange({ search, onChange }: { readonly search: RunSearch; onChange(search: RunSearch): void }) {
	const { t } = useTranslation('runs');
	const format = useFormat();
	const utc = usePreferences().timeFormat === 'utc';
	const { since, until, ...rest } = search.filters;
	const isCustom = since !== undefined || until !== undefined;
	// A range that was marked in a chart is told in the choice itself: fields would push what is pointed at away.
	const [isEditing, setEditing] = useState(false);
	const choice: Choice = search.last ?? (isCustom ? (isEditing ? 'edit' : 'custom') : 'any');
	const wordsOf = (at: number | undefined): string => (at === undefined ? '…' : format.fullTime(at));
	const choose = (next: Choice): void => {
		setEditing(next === 'edit');
		if (next === 'any') onChange({ filters: rest, last: null });
		else if (next === 'edit') {
			if (isCustom) return;
			const begin = Math.floor((Date.now() - lastTimes[search.last ?? 'day']) / 60_000) * 60_000;
			onChange({ filters: { ...rest, since: begin }, last: null });
		} else if (next !== 'custom') onChange({ filters: rest, last: next });
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
				className="max-w-48"
				onChange={choose}
				options={[
					{ value: 'any', label: t('any.time') },
					...(Object.keys(lastTimes) as LastTime[]).map((value) => ({ value, label: t(`last.${value}`) })),
					...(choice === 'custom'
						? [{ value: 'custom' as const, label: t('chart.part', { from: wordsOf(since), to: wordsOf(until) }) }]
						: []),
					{ value: 'edit', label: t('custom') },
				]}
			/>
			{choice === 'edit' && (
				<span className="inline-flex items-center gap-2">
					{moment('since', since)}
					{moment('until', until)}
					{utc && <span className="text-small text-muted">{t('utc')}</span>}
				</span>
			)}
		</>
	);
}
