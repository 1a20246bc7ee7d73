import { useTranslation } from 'react-i18next';
import type { FlowTrigger } from '../../../../shared/flow/trigger.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { formOf, type Weekday } from './schedule-form.ts';

/** The short name of a day in a language. */
export function dayName(day: Weekday, language: string): string {
	// 4 January 2026 was a Sunday.
	return new Intl.DateTimeFormat(language, { weekday: 'short' }).format(new Date(2026, 0, 4 + day));
}

/** When a trigger starts its flow, in words. */
export function useWhenText(): (trigger: FlowTrigger) => string {
	const { t, i18n } = useTranslation('triggers');
	const format = useFormat();
	return (trigger) => {
		if (trigger.kind === 'folder') {
			const folder = plainText(trigger.folder);
			return trigger.pattern === '*'
				? t('when.folder', { folder })
				: t('when.folderOf', { folder, pattern: plainText(trigger.pattern) });
		}
		const { way, number, unit, time, days, cron } = formOf(trigger.when);
		if (way === 'every') return t(`when.${unit}`, { count: Number(number), text: format.count(Number(number)) });
		if (way === 'daily') return t('when.daily', { time });
		if (way === 'cron') return t('when.cron', { cron: plainText(cron) });
		const names = new Intl.ListFormat(i18n.language).format(days.map((day) => dayName(day, i18n.language)));
		return t('when.weekly', { days: names, time });
	};
}
