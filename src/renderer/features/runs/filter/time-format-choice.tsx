import { useTranslation } from 'react-i18next';
import { timeFormats } from '../../../../shared/api/appearance.ts';
import { useAction } from '../../../client/engine.tsx';
import { Segmented } from '../../../components/controls/choices.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { usePreferences } from '../../../lib/preferences.tsx';

/** How times are told, in the whole window. */
export function TimeFormatChoice() {
	const { t } = useTranslation('runs');
	const toasts = useToasts();
	const set = useAction('settings.set');
	return (
		<Segmented
			label={t('timeFormat.label')}
			value={usePreferences().timeFormat}
			options={timeFormats.map((value) => ({ value, label: t(`timeFormat.${value}`) }))}
			onChange={(value) =>
				set.mutate(
					{ key: 'time_format', value },
					{ onError: (error) => toasts.failed(() => t('timeFormatFailed'), error) },
				)
			}
		/>
	);
}
