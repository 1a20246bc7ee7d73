import { PackageSearch } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ComponentType, componentTypes } from '../../../shared/plugin/component-type.ts';
import { useRoute } from '../../client/engine.tsx';
import { SearchInput, Select } from '../../components/controls/fields.tsx';
import { EmptyState, ErrorNote, LoadingRows } from '../../components/notes.tsx';
import { useHashQuery } from '../../lib/nav/hash-location.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { PluginCard } from './plugin-card.tsx';
import { useFetched } from './use-fetched.ts';
import { VersionsDialog } from './versions-dialog.tsx';

/** As many as the engine answers with. */
const MOST_FOUND = 200;

/** What the source has, by words and type, which the address keeps; nothing is asked of the source. */
export function PluginSearch() {
	const { t } = useTranslation('catalogue');
	const { t: common } = useTranslation();
	const format = useFormat();
	const [query, change] = useHashQuery();
	const text = query.get('q') ?? '';
	const type: ComponentType | undefined = componentTypes.find((each) => each === query.get('type'));
	const asked = useDeferredValue(text).slice(0, 1_000);
	const { data, error, refetch } = useRoute(
		'catalogue.search',
		{ kept: true, text: asked, ...(type === undefined ? {} : { type }) },
		{ keepPrevious: true },
	);
	const updates = useRoute('updates.list', { kept: true });
	const updatable = new Set(updates.data?.updates.filter(({ state }) => state === 'available').map(({ name }) => name));
	const fetching = useFetched();
	const [versionsOf, setVersionsOf] = useState<string | null>(null);
	return (
		<div className="flex min-h-0 flex-1 flex-col overflow-auto short:overflow-visible">
			<div className="flex shrink-0 flex-wrap items-center gap-2 px-4 pt-3">
				<SearchInput
					className="min-w-0 flex-1 basis-60"
					label={t('plugins.search')}
					value={text}
					onChange={(next) => change({ q: next === '' ? null : next })}
				/>
				<Select
					aria-label={t('plugins.type')}
					className="w-40 shrink-0"
					value={type ?? ''}
					options={[
						{ value: '', label: t('plugins.anyType') },
						...componentTypes.map((each) => ({ value: each, label: common(`type.${each}`) })),
					]}
					onChange={(next) => change({ type: next === '' ? null : next })}
				/>
				<span aria-live="polite" className="text-small text-muted tabular">
					{data !== undefined && t('plugins.found', { count: data.length, text: format.count(data.length) })}
				</span>
			</div>
			{error !== null && data === undefined ? (
				<ErrorNote className="m-4" error={error} onRetry={() => void refetch()} />
			) : data === undefined ? (
				<LoadingRows height={40} />
			) : data.length === 0 ? (
				<EmptyState icon={PackageSearch} title={t('plugins.noneFits')}>
					{t('plugins.noneFitsText')}
				</EmptyState>
			) : (
				<>
					<ul
						aria-label={t('plugins.list')}
						className="grid shrink-0 grid-cols-[repeat(auto-fill,minmax(min(100%,380px),1fr))] gap-3 p-4"
					>
						{data.map((found) => (
							<PluginCard
								key={found.name}
								found={found}
								hasUpdate={found.installedAs !== null && updatable.has(found.installedAs)}
								fetching={fetching}
								onVersions={setVersionsOf}
							/>
						))}
					</ul>
					{data.length >= MOST_FOUND && (
						<p className="px-4 pb-4 text-muted">{t('plugins.most', { text: format.count(MOST_FOUND) })}</p>
					)}
				</>
			)}
			{versionsOf !== null && (
				<VersionsDialog name={versionsOf} fetching={fetching} onClose={() => setVersionsOf(null)} />
			)}
		</div>
	);
}
