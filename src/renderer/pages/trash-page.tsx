import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataFlareError } from '../../shared/errors/errors.ts';
import { useRoute } from '../client/engine.tsx';
import { Button } from '../components/controls/button.tsx';
import { Link } from '../components/controls/link.tsx';
import { Tabs } from '../components/controls/tabs.tsx';
import { EmptyState, ErrorNote, LoadingRows } from '../components/notes.tsx';
import { Page } from '../components/page.tsx';
import { TRASH_PAGE } from '../features/trash/trash-list.tsx';
import { TrashedPlugins } from '../features/trash/trashed-plugins.tsx';
import { TrashedRuns } from '../features/trash/trashed-runs.tsx';
import { type TemplateTrash, TrashedTemplates } from '../features/trash/trashed-templates.tsx';
import { useHashQuery } from '../lib/nav/hash-location.ts';
import { links } from '../lib/nav/links.ts';
import { useFormat } from '../lib/text/use-format.ts';

const parts = ['runs', 'plugins', 'templates'] as const;
type Part = (typeof parts)[number];

/** What was deleted and can still be brought back. The address says which part and which page of it is shown. */
export function TrashPage() {
	const { t } = useTranslation('trash');
	const [query, change] = useHashQuery();
	const part: Part = parts.find((one) => one === query.get('of')) ?? 'runs';
	const wanted = Number(query.get('page') ?? '1') - 1;
	const page = Number.isSafeInteger(wanted) && wanted > 0 && wanted < 1_000_000 ? wanted : 0;
	const asked = (of: Part) => ({ limit: TRASH_PAGE, offset: part === of ? page * TRASH_PAGE : 0 });
	const runs = useRoute('trash.list', asked('runs'));
	const plugins = useRoute('trash.plugins', asked('plugins'));
	const templates = useTrashedTemplates(runs);
	const toPage = (next: number): void => change({ page: next <= 0 ? null : String(next + 1) });
	return (
		<Page title={t('title')} actions={<Link to={links[part]()}>{t(`part.${part}`)}</Link>}>
			<Tabs
				label={t('title')}
				value={part}
				tabs={parts.map((value) => ({
					value,
					label: t(`part.${value}`),
					badge: <Count value={{ runs, plugins, templates }[value].data?.total} />,
				}))}
				onChange={(next) => change({ of: next === 'runs' ? null : next, page: null })}
			>
				{part === 'runs' ? (
					<Shown answer={runs} page={page} onPage={toPage} empty={t('nothing')}>
						{runs.data !== undefined && <TrashedRuns trash={runs.data} page={page} onPage={toPage} />}
					</Shown>
				) : part === 'templates' ? (
					<Shown answer={templates} page={page} onPage={toPage} empty={t('templates.nothing')}>
						{templates.data !== undefined && <TrashedTemplates trash={templates.data} page={page} onPage={toPage} />}
					</Shown>
				) : (
					<Shown answer={plugins} page={page} onPage={toPage} empty={t('plugins.nothing')}>
						{plugins.data !== undefined && <TrashedPlugins trash={plugins.data} page={page} onPage={toPage} />}
					</Shown>
				)}
			</Tabs>
		</Page>
	);
}

/** Of templates all are answered at once; how long the trash keeps them is told with the runs. */
function useTrashedTemplates(runs: Answer): Answer & { readonly data: TemplateTrash | undefined } {
	const { data: deleted, error, isPending, refetch } = useRoute('templates.deleted', {});
	const isKnown = deleted !== undefined && runs.data !== undefined;
	return {
		data: isKnown ? { deleted, total: deleted.length, keptMs: runs.data.keptMs } : undefined,
		error: error ?? runs.error,
		isPending,
		refetch: () => Promise.all([refetch(), runs.refetch()]),
	};
}

function Count({ value }: { readonly value: number | undefined }) {
	const format = useFormat();
	return value === undefined || value === 0 ? null : (
		<span className="text-small text-muted tabular">{format.count(value)}</span>
	);
}

interface Answer {
	readonly data?: { readonly total: number; readonly keptMs: number } | undefined;
	readonly error: DataFlareError | null;
	readonly isPending: boolean;
	refetch(): unknown;
}

/** The part where it holds something, and what is to be said where it does not. */
function Shown({
	answer,
	page,
	empty,
	onPage,
	children,
}: {
	readonly answer: Answer;
	readonly page: number;
	readonly empty: string;
	onPage(page: number): void;
	readonly children: ReactNode;
}) {
	const { t } = useTranslation('trash');
	const format = useFormat();
	const { data, error, isPending } = answer;
	if (error !== null) return <ErrorNote className="m-4" error={error} onRetry={() => void answer.refetch()} />;
	if (isPending || data === undefined) return <LoadingRows />;
	if (data.total === 0) {
		return (
			<EmptyState icon={Trash2} title={empty}>
				{t('keeps', { time: format.duration(data.keptMs) })}
			</EmptyState>
		);
	}
	// What stood on this page went meanwhile.
	if (page * TRASH_PAGE >= data.total) {
		const last = Math.ceil(data.total / TRASH_PAGE) - 1;
		return (
			<EmptyState
				icon={Trash2}
				title={t('pageGone')}
				action={<Button onClick={() => onPage(last)}>{t('toLastPage')}</Button>}
			/>
		);
	}
	return children;
}
