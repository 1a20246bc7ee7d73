import { LayoutTemplate, Scale } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '../client/engine.tsx';
import { Segmented } from '../components/controls/choices.tsx';
import { SearchInput } from '../components/controls/fields.tsx';
import { Link } from '../components/controls/link.tsx';
import { EmptyState, ErrorNote, LoadingRows } from '../components/notes.tsx';
import { Page } from '../components/page.tsx';
import { fitsFilter, linesOf, policyFilters } from '../features/policy/table/policy-summary.ts';
import { PolicyTable } from '../features/policy/table/policy-table.tsx';
import { usePoliciesCommands } from '../features/policy/table/use-policies-commands.ts';
import { useHashQuery } from '../lib/nav/hash-location.ts';
import { links } from '../lib/nav/links.ts';
import { useFormat } from '../lib/text/use-format.ts';

/** How far back what a plugin used is counted, ms. */
const SINCE_MS = 30 * 24 * 60 * 60 * 1000;

/** What every plugin may do, beside what it asks for and what it did. */
export function PoliciesPage() {
	const { t } = useTranslation('policy');
	const { t: shell } = useTranslation('shell');
	const format = useFormat();
	const [query, change] = useHashQuery();
	const filter = policyFilters.find((one) => one === query.get('show')) ?? 'all';
	const text = query.get('q') ?? '';
	const [since] = useState(() => Date.now() - SINCE_MS);
	const plugins = useRoute('plugins.list', {});
	const policies = useRoute('policy.list', {});
	const activity = useRoute('plugins.activity', { since, buckets: 1 });
	const lines = useMemo(
		() => linesOf(plugins.data ?? [], policies.data ?? [], activity.data ?? []),
		[plugins.data, policies.data, activity.data],
	);
	const named = useMemo(() => {
		const wanted = text.trim().toLowerCase();
		return lines.filter(({ record }) => record.name.includes(wanted));
	}, [lines, text]);
	const shown = named.filter((line) => fitsFilter(line, filter));
	usePoliciesCommands({
		shown,
		filter,
		isNarrowed: filter !== 'all' || text !== '',
		onShow: (show) => change({ show }),
		onClear: () => change({ show: null, q: null }),
	});
	const error = plugins.error ?? policies.error;
	const empty = plugins.data?.length === 0;
	return (
		<Page
			title={shell('nav.policies')}
			actions={
				<>
					<Link to={links.templates()} className="inline-flex items-center gap-1">
						<LayoutTemplate size={14} aria-hidden />
						{t('list.templates')}
					</Link>
					<Segmented
						label={t('list.filter')}
						value={filter}
						options={policyFilters.map((value) => ({
							value,
							label: `${t(`list.filters.${value}`)} ${format.count(named.filter((line) => fitsFilter(line, value)).length)}`,
						}))}
						onChange={(next) => change({ show: next === 'all' ? null : next })}
					/>
					<SearchInput
						className="w-48"
						label={t('list.search')}
						value={text}
						onChange={(next) => change({ q: next })}
					/>
				</>
			}
		>
			{error !== null && (plugins.data === undefined || policies.data === undefined) ? (
				<ErrorNote
					error={error}
					className="m-4"
					onRetry={() => {
						void plugins.refetch();
						void policies.refetch();
					}}
				/>
			) : plugins.isPending || policies.isPending ? (
				<LoadingRows height={40} />
			) : shown.length === 0 ? (
				<EmptyState
					icon={Scale}
					title={t(empty ? 'list.empty' : 'list.noneFits')}
					action={empty ? <Link to={links.plugins()}>{t('list.toPlugins')}</Link> : undefined}
				>
					{t(empty ? 'list.emptyText' : 'list.noneFitsText')}
				</EmptyState>
			) : (
				<PolicyTable lines={shown} />
			)}
		</Page>
	);
}
