import { PackageOpen } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QuarantinedRecord } from '../../../../shared/api/flow-routes.ts';
import { useRoute } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { EmptyState, ErrorNote, LoadingRows } from '../../../components/notes.tsx';
import { useHashQuery } from '../../../lib/nav/hash-location.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { AsideFilters } from './aside-filters.tsx';
import { AsideTable } from './aside-table.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { RecordDialog } from './record-dialog.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { ReplayDialog } from './replay-dialog.tsx';
import { ASIDE_PAGE, filterIn, isNarrowed, pageIn, type Which } from './which.ts';

interface Doing {
	readonly what: 'replay' | 'export' | 'remove';
	readonly which: Which;
	readonly count: number;
}

/** Records that components could not take, and what can be done with them. The address holds filters and page. */
export function QuarantineView() {
	const { t } = useTranslation('quarantine');
	const [query, change] = useHashQuery();
	const filter = filterIn(query);
	const page = pageIn(query);
	const found = useRoute(
		'quarantine.list',
		{ ...filter, limit: ASIDE_PAGE, offset: page * ASIDE_PAGE },
		{ keepPrevious: true },
	);
	const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
	const [opened, setOpened] = useState<QuarantinedRecord | null>(null);
	const [doing, setDoing] = useState<Doing | null>(null);
	const { data } = found;
	const narrow = (values: Readonly<Record<string, string | null>>): void => {
		setChosen(new Set());
		change({ page: null, ...values });
	};
	const end = (): void => {
		setDoing(null);
		setChosen(new Set());
	};
	if (found.error !== null)
		return <ErrorNote className="m-4" error={found.error} onRetry={() => void found.refetch()} />;
	if (data === undefined) return <LoadingRows />;
	const here = data.records.filter(({ id }) => chosen.has(id));
	const which: Which = here.length > 0 ? { ids: here.map(({ id }) => id) } : { filter };
	const count = here.length > 0 ? here.length : data.total;
	return (
		<div className="flex flex-col gap-3 p-4">
			{(data.total > 0 || isNarrowed(filter) || filter.replayed) && (
				<AsideFilters filter={filter} records={data.records} onChange={narrow} />
			)}
			{data.total === 0 ? (
				<EmptyState
					icon={PackageOpen}
					title={t(isNarrowed(filter) ? 'noMatch' : 'nothing')}
					{...(isNarrowed(filter)
						? {
								action: (
									<Button onClick={() => narrow({ flow: null, run: null, component: null, text: null })}>
										{t('clear')}
									</Button>
								),
							}
						: {})}
				>
					{isNarrowed(filter) ? undefined : t('nothingText')}
				</EmptyState>
			) : (
				<>
					<Actions isChosen={here.length > 0} count={count} onDo={(what) => setDoing({ what, which, count })} />
					<AsideTable
						records={data.records}
						chosen={chosen}
						onChoose={setChosen}
						onOpen={setOpened}
						total={data.total}
						page={page}
						onPage={(next) => {
							setChosen(new Set());
							change({ page: next <= 0 ? null : String(next + 1) });
						}}
					/>
				</>
			)}
			{opened !== null && (
				<RecordDialog
					record={opened}
					onClose={() => setOpened(null)}
					onDo={(what) => {
						setOpened(null);
						setDoing({ what, which: { ids: [opened.id] }, count: 1 });
					}}
				/>
			)}
			{doing?.what === 'replay' && <ReplayDialog which={doing.which} onClose={end} />}
			{doing?.what === 'export' && <ExportDialog which={doing.which} count={doing.count} onClose={end} />}
			{doing?.what === 'remove' && <RemoveDialog which={doing.which} count={doing.count} onClose={end} />}
		</div>
	);
}

/** On what is chosen, or on all that the filters let through. */
function Actions({
	isChosen,
	count,
	onDo,
}: {
	readonly isChosen: boolean;
	readonly count: number;
	onDo(what: Doing['what']): void;
}) {
	const { t } = useTranslation('quarantine');
	const format = useFormat();
	return (
		<div className="flex flex-wrap items-center gap-2">
			<p aria-live="polite" className="mr-auto">
				{t(isChosen ? 'chosen' : 'all', { count, text: format.count(count) })}
			</p>
			<Button onClick={() => onDo('replay')}>{t('replay.open')}</Button>
			<Button onClick={() => onDo('export')}>{t('export.open')}</Button>
			<Button tone="danger" onClick={() => onDo('remove')}>
				{t('remove.open')}
			</Button>
		</div>
	);
}
