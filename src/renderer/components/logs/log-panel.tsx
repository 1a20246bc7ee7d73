import { ArrowDownToLine, ArrowUpToLine, ScrollText } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LogLevel, logLevels } from '../../../shared/host/abi.ts';
import { useLogWindow } from '../../lib/hooks/use-log-window.ts';
import { useSettled } from '../../lib/hooks/use-settled.ts';
import { useHashQuery } from '../../lib/nav/hash-location.ts';
import { IconButton } from '../controls/button.tsx';
import { SearchInput, Select } from '../controls/fields.tsx';
import { EmptyState, ErrorNote, LoadingRows } from '../notes.tsx';
import { LogList } from './log-list.tsx';

/** Typing this long ago asks, ms. */
const SETTLE_MS = 250;

/** Log lines of a run or of a plugin with their level and a search, both kept in the address. */
export function LogPanel({
	run,
	plugin,
	label,
	title,
	live,
	withPlugin = false,
	withRun = false,
}: {
	readonly run?: string;
	readonly plugin?: string;
	/** For the screen reader. */
	readonly label: string;
	/** What stands at the left of the filters. */
	readonly title?: ReactNode;
	/** Begins at the newest line and follows. */
	readonly live: boolean;
	readonly withPlugin?: boolean;
	readonly withRun?: boolean;
}) {
	const { t } = useTranslation();
	const [query, change] = useHashQuery();
	const level = logLevels.find((known) => known === query.get('level')) ?? 'trace';
	const text = useSettled(query.get('log') ?? '', SETTLE_MS);
	// A run that ends leaves the window where it is.
	const [begin] = useState<'oldest' | 'newest'>(live ? 'newest' : 'oldest');
	const log = useLogWindow(
		{
			...(run === undefined ? {} : { run }),
			...(plugin === undefined ? {} : { plugin }),
			...(level === 'trace' ? {} : { level }),
			...(text.trim() === '' ? {} : { text: text.trim() }),
		},
		begin,
	);
	const isFiltered = level !== 'trace' || text.trim() !== '';
	return (
		<section aria-label={label} className="flex min-h-0 flex-1 flex-col">
			<header className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-3 py-2">
				{title}
				<Select<LogLevel>
					aria-label={t('log.level')}
					value={level}
					options={logLevels.map((value) => ({
						value,
						label:
							value === 'trace'
								? t('log.all')
								: value === 'error'
									? t('level.error')
									: t('log.from', { level: t(`level.${value}`) }),
					}))}
					onChange={(value) => change({ level: value === 'trace' ? null : value })}
				/>
				<SearchInput
					className="min-w-32 flex-1"
					label={t('log.search')}
					value={query.get('log') ?? ''}
					onChange={(value) => change({ log: value })}
				/>
				<IconButton
					icon={ArrowUpToLine}
					label={t('log.oldest')}
					disabled={!log.hasOlder}
					onClick={() => log.reset('oldest')}
				/>
				<IconButton
					icon={ArrowDownToLine}
					label={t('log.newest')}
					disabled={!log.hasNewer}
					onClick={() => log.reset('newest')}
				/>
			</header>
			{log.error !== null ? (
				<ErrorNote error={log.error} className="m-3" onRetry={() => log.reset(begin)} />
			) : log.isPending ? (
				<LoadingRows rows={5} />
			) : log.lines.length === 0 ? (
				<EmptyState icon={ScrollText} title={isFiltered ? t('log.noMatch') : t('log.empty')} />
			) : (
				<LogList log={log} label={label} withPlugin={withPlugin} withRun={withRun} />
			)}
		</section>
	);
}
