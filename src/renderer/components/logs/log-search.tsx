import { ChevronDown, ChevronUp } from 'lucide-react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogMatches } from '../../lib/hooks/use-log-matches.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { IconButton } from '../controls/button.tsx';
import { SearchInput } from '../controls/fields.tsx';
import { Checkbox } from '../controls/toggles.tsx';

/** What is searched for, how many lines match, and the way from one to the next. */
export function LogSearch({
	text,
	isSearching,
	matches,
	at,
	onlyMatches,
	input,
	onText,
	onStep,
	onOnly,
}: {
	readonly text: string;
	/** Something is searched for, and it has settled. */
	readonly isSearching: boolean;
	readonly matches: LogMatches;
	/** Which match a person is at; -1: none. */
	readonly at: number;
	/** Lines that do not match are left out. */
	readonly onlyMatches: boolean;
	readonly input: Ref<HTMLDivElement>;
	onText(text: string): void;
	onStep(by: 1 | -1): void;
	onOnly(only: boolean): void;
}) {
	const { t } = useTranslation();
	const format = useFormat();
	const total = matches.ids.length;
	const all = matches.isAll ? format.count(total) : `${format.count(total)}+`;
	return (
		<>
			{/* biome-ignore lint/a11y/noStaticElementInteractions: the field within has the focus */}
			<div
				ref={input}
				className="min-w-32 flex-1"
				onKeyDown={(event) => {
					if (event.key !== 'Enter') return;
					event.preventDefault();
					onStep(event.shiftKey ? -1 : 1);
				}}
			>
				<SearchInput label={t('log.search')} value={text} onChange={onText} />
			</div>
			{isSearching && (
				<>
					<span aria-live="polite" className="text-small whitespace-nowrap text-muted tabular">
						{matches.of === null
							? ''
							: total === 0
								? t('log.noMatch')
								: at < 0
									? t('log.matches', { count: total, text: all })
									: t('log.matchOf', { at: format.count(at + 1), all })}
					</span>
					<IconButton icon={ChevronUp} label={t('log.previous')} disabled={total === 0} onClick={() => onStep(-1)} />
					<IconButton icon={ChevronDown} label={t('log.next')} disabled={total === 0} onClick={() => onStep(1)} />
					<Checkbox label={t('log.only')} checked={onlyMatches} onChange={onOnly} />
				</>
			)}
		</>
	);
}
