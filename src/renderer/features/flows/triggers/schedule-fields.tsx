import { useTranslation } from 'react-i18next';
import { Segmented } from '../../../components/controls/choices.tsx';
import { Field, Select, TextInput } from '../../../components/controls/fields.tsx';
import { Checkbox } from '../../../components/controls/toggles.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { MOST, nextTimes, type ScheduleForm, type Way, weekdays, whenOf } from './schedule-form.ts';
import { dayName } from './use-when-text.ts';

const ways: readonly Way[] = ['every', 'daily', 'weekly', 'cron'];

/** When a flow starts, in the fields of the way that is chosen; for times of the day, the next ones. */
export function ScheduleFields({
	form,
	onChange,
}: {
	readonly form: ScheduleForm;
	onChange(form: ScheduleForm): void;
}) {
	const { t, i18n } = useTranslation('triggers');
	const format = useFormat();
	const said = whenOf(form);
	const problem = 'problem' in said ? t(`dialog.${said.problem}`, { most: format.count(MOST[form.unit]) }) : undefined;
	const change = (part: Partial<ScheduleForm>): void => onChange({ ...form, ...part });
	const timeField = (
		<Field label={t('dialog.time')} error={form.way === 'weekly' && form.days.length === 0 ? undefined : problem}>
			{(ids) => (
				<TextInput
					{...ids}
					type="time"
					className="max-w-32"
					value={form.time}
					onChange={(event) => change({ time: event.target.value })}
				/>
			)}
		</Field>
	);
	return (
		<div className="flex flex-col gap-3">
			<div className="max-w-full self-start overflow-x-auto">
				<Segmented<Way>
					label={t('dialog.how')}
					value={form.way}
					options={ways.map((value) => ({ value, label: t(`dialog.${value}`) }))}
					onChange={(way) => change({ way })}
				/>
			</div>
			{form.way === 'every' && (
				<div className="flex flex-wrap items-start gap-2">
					<Field label={t('dialog.number')} error={problem}>
						{(ids) => (
							<TextInput
								{...ids}
								inputMode="numeric"
								className="max-w-32"
								value={form.number}
								onChange={(event) => change({ number: event.target.value })}
							/>
						)}
					</Field>
					<Field label={t('dialog.unit')}>
						{({ id }) => (
							<Select
								id={id}
								value={form.unit}
								options={(['minutes', 'hours'] as const).map((value) => ({ value, label: t(`dialog.${value}`) }))}
								onChange={(unit) => change({ unit })}
							/>
						)}
					</Field>
				</div>
			)}
			{form.way === 'weekly' && (
				<fieldset className="flex flex-col gap-1">
					<legend className="text-small font-medium">{t('dialog.days')}</legend>
					<div className="flex flex-wrap gap-x-4 gap-y-1">
						{weekdays.map((day) => (
							<Checkbox
								key={day}
								checked={form.days.includes(day)}
								label={dayName(day, i18n.language)}
								onChange={(next) =>
									change({ days: next ? [...form.days, day] : form.days.filter((one) => one !== day) })
								}
							/>
						))}
					</div>
					{form.days.length === 0 && (
						<p role="alert" className="text-small text-failed">
							{problem}
						</p>
					)}
				</fieldset>
			)}
			{(form.way === 'daily' || form.way === 'weekly') && timeField}
			{form.way === 'cron' && (
				<Field label={t('dialog.cronLabel')} hint={t('dialog.cronHint')} error={problem} keepsHint>
					{(ids) => (
						<TextInput {...ids} mono value={form.cron} onChange={(event) => change({ cron: event.target.value })} />
					)}
				</Field>
			)}
			{'when' in said && 'cron' in said.when && (
				<div aria-live="polite" className="text-small text-muted">
					{t('dialog.nextTimes')}
					<ul className="tabular">
						{nextTimes(said.when.cron).map((at) => (
							<li key={at}>{format.fullTime(at)}</li>
						))}
					</ul>
				</div>
			)}
		</div>
	);
}
