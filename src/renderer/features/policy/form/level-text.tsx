import { Check, Minus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Level } from '../entries.ts';

/** What an entry gives, in a word. */
export function LevelText({ level, quiet }: { readonly level: Level; readonly quiet?: boolean }) {
	const { t } = useTranslation('policy');
	if (level === 'none') {
		return (
			<span className="inline-flex h-7 items-center text-muted">
				<Minus size={14} aria-hidden />
				<span className="sr-only">{t('level.none')}</span>
			</span>
		);
	}
	return (
		<span
			className={
				quiet === true ? 'inline-flex h-7 items-center gap-1 text-muted' : 'inline-flex h-7 items-center gap-1'
			}
		>
			{level === 'allowed' && <Check size={14} aria-hidden className="text-ok" />}
			{t(`level.${level}`)}
		</span>
	);
}
