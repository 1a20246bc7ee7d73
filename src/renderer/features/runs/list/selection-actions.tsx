import { ArrowUp, GitCompareArrows, Radio, Trash2, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunFilters } from '../../../../shared/run/run.ts';
import { useConnection } from '../../../client/engine.tsx';
import { Button, IconButton } from '../../../components/controls/button.tsx';
import { useCommandWords } from '../../../lib/keys/use-command-words.ts';
import { useCommandsHere } from '../../../lib/keys/use-keys.tsx';
import { navigate } from '../../../lib/nav/hash-location.ts';
import { links } from '../../../lib/nav/links.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { upTo } from '../filter/run-query.ts';
import { everything, isEmpty, nothing, type Selection } from '../table/selection.ts';
import type { News } from '../table/use-head.ts';
import type { RunPages } from '../table/use-run-pages.ts';
import { DeleteRuns } from './delete-runs.tsx';
import { ExportRuns } from './export-menu.tsx';
import type { Target } from './export-runs.ts';

/** Above the table: how many there are, what is chosen, and what can be done with it. */
export function SelectionActions({
	filters,
	head,
	total,
	selection,
	told,
	columnMenu,
	pages,
	news,
	isDeleting,
	onDeleting,
	onSelect,
	onNewest,
}: {
	readonly filters: RunFilters;
	readonly head: number | null;
	readonly total: number;
	readonly selection: Selection;
	/** Of how many runs the order is told; null: of all. */
	readonly told: number | null;
	readonly columnMenu: ReactNode;
	readonly pages: RunPages;
	readonly news: News;
	readonly isDeleting: boolean;
	onDeleting(open: boolean): void;
	onSelect(selection: Selection): void;
	onNewest(): void;
}) {
	const { t } = useTranslation('runs');
	const { t: common } = useTranslation();
	const format = useFormat();
	const isConnected = useConnection() === 'connected';
	const isNothing = isEmpty(selection);
	const count = selection.all || isNothing ? total : selection.ids.size;
	const target: Target = selection.all || isNothing ? { query: upTo(filters, head) } : { ids: [...selection.ids] };
	const words = selection.all
		? t('allSelected', { count, text: format.count(count) })
		: isNothing
			? common('count.runs', { count: total, text: format.count(total) })
			: common('count.selected', { count, text: format.count(count) });
	const pair = !selection.all && selection.ids.size === 2 ? [...selection.ids] : null;
	const compare = (): void => {
		if (pair !== null) navigate(links.compare(...olderFirst(pair, pages)));
	};
	const commands = useCommandWords();
	useCommandsHere([
		{ id: 'runsCompare', ...commands('runsCompare'), icon: GitCompareArrows, disabled: pair === null, act: compare },
		{
			id: 'runsDelete',
			...commands('runsDelete'),
			icon: Trash2,
			danger: true,
			disabled: isNothing,
			act: () => onDeleting(true),
		},
	]);
	return (
		<div className="flex min-h-10 shrink-0 flex-wrap items-center gap-2 px-4 py-1">
			<p className="tabular" aria-live="polite">
				{pages.total === undefined ? common('loading') : words}
			</p>
			{told !== null && isNothing && (
				<span className="text-small text-muted">{t('told', { text: format.count(told) })}</span>
			)}
			{!isNothing && (
				<>
					{!selection.all && selection.ids.size < total && (
						<Button tone="quiet" onClick={() => onSelect(everything)}>
							{t('selectAll', { text: format.count(total) })}
						</Button>
					)}
					<IconButton icon={X} label={t('clearSelection')} onClick={() => onSelect(nothing)} />
				</>
			)}
			<span aria-live="polite">
				{news.count > 0 && (
					<Button icon={ArrowUp} title={t('newerHint')} onClick={onNewest} className="text-running">
						{t('newer', { count: news.count, text: format.count(news.count) })}
					</Button>
				)}
			</span>
			{isNothing && head === null && total > 0 && isConnected && (
				<span className="inline-flex items-center gap-1 text-small text-muted">
					<Radio size={14} aria-hidden />
					{t('live')}
				</span>
			)}
			<span className="flex-1" />
			{columnMenu}
			<Button icon={GitCompareArrows} disabled={pair === null} title={t('compareHint')} onClick={compare}>
				{t('compare')}
			</Button>
			<ExportRuns target={target} count={count} />
			<Button tone="danger" icon={Trash2} disabled={isNothing} onClick={() => onDeleting(true)}>
				{t('delete')}
			</Button>
			<DeleteRuns
				open={isDeleting}
				target={target}
				count={count}
				onClose={() => onDeleting(false)}
				onDone={() => onSelect(nothing)}
			/>
		</div>
	);
}

/** A comparison goes from what was to what is. */
function olderFirst([a = '', b = '']: readonly string[], pages: RunPages): [string, string] {
	const startOf = (id: string): number => pages.at(pages.indexOf(id))?.startedAt ?? 0;
	return startOf(a) > startOf(b) ? [b, a] : [a, b];
}
