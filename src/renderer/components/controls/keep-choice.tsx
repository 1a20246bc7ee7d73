import { useTranslation } from 'react-i18next';
import { type PluginRecord, takesSensitiveInput } from '../../../shared/plugin/plugin-record.ts';
import type { KeepAsked } from '../../../shared/run/kept.ts';
import { useRoute } from '../../client/engine.tsx';
import { links } from '../../lib/nav/links.ts';
import { Segmented } from './choices.tsx';
import { Link } from './link.tsx';
import { Checkbox } from './toggles.tsx';

type Which = 'both' | 'output' | 'none';

/** What the history is to keep of a run of these plugins. Without a choice it is what they are marked with. */
export function KeepChoice({
	value,
	plugins,
	onChange,
}: {
	readonly value: KeepAsked;
	readonly plugins: readonly Pick<PluginRecord, 'name' | 'inputPrivacy' | 'current'>[];
	onChange(value: KeepAsked): void;
}) {
	const { t } = useTranslation();
	const settings = useRoute('settings.get', {});
	const isOff = settings.data !== undefined && (!settings.data.previews || settings.data.preview_bytes === 0);
	const sensitive = plugins.find(takesSensitiveInput)?.name ?? null;
	const which = whichOf(value, sensitive !== null);
	const choose = (next: Which): void => {
		const { previews: _, ...rest } = value;
		// What goes without saying is not said: a plugin that is chosen later may be another matter.
		const goesWithoutSaying = next === whichOf({}, sensitive !== null);
		onChange(
			goesWithoutSaying ? rest : { ...rest, previews: next === 'both' ? true : next === 'output' ? next : false },
		);
	};
	return (
		<fieldset className="flex min-w-0 flex-col gap-1">
			<legend className="mb-1 text-small font-medium">{t('keep.title')}</legend>
			<div className="flex flex-wrap items-center gap-x-4 gap-y-2">
				{!isOff && (
					<Segmented<Which>
						label={t('keep.previews')}
						value={which}
						options={[
							{ value: 'both', label: t('keep.both') },
							{ value: 'output', label: t('keep.output') },
							{ value: 'none', label: t('keep.none') },
						]}
						onChange={choose}
					/>
				)}
				<Checkbox
					label={t('keep.logs')}
					checked={value.logs !== false}
					onChange={(logs) => {
						const { logs: _, ...rest } = value;
						onChange(logs ? rest : { ...rest, logs });
					}}
				/>
			</div>
			<p aria-live="polite" className="text-small text-muted">
				{isOff ? (
					<>
						{t('keep.off')} <Link to={links.settings()}>{t('keep.settings')}</Link>
					</>
				) : sensitive === null ? (
					t(`keep.about.${which}`)
				) : (
					t(which === 'both' ? 'keep.sensitiveKept' : 'keep.sensitive', { plugin: sensitive })
				)}{' '}
				{value.logs === false && t('keep.noLogs')}
			</p>
		</fieldset>
	);
}

function whichOf({ previews }: KeepAsked, isSensitive: boolean): Which {
	if (previews === undefined) return isSensitive ? 'output' : 'both';
	return previews === true ? 'both' : previews === false ? 'none' : 'output';
}
