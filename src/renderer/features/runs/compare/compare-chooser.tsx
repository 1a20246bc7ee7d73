import { GitCompareArrows } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RunDetail } from '../../../../shared/run/run.ts';
import { useRoute } from '../../../client/engine.tsx';
import { Dialog } from '../../../components/controls/dialog.tsx';
import { Link } from '../../../components/controls/link.tsx';
import { EmptyState, ErrorNote, LoadingRows } from '../../../components/notes.tsx';
import { RunStatusLabel } from '../../../components/status.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { links } from '../../../lib/nav/links.ts';
import { useFormat } from '../../../lib/text/use-format.ts';

const MAX_SHOWN = 50;

/** Recent runs that have something in common with this one. */
export function CompareChooser({ run, onClose }: { readonly run: RunDetail; onClose(): void }) {
	const { t } = useTranslation('run');
	const { t: common } = useTranslation();
	const format = useFormat();
	const plugin = run.plugins[0];
	const list = useRoute('runs.list', { ...(plugin === undefined ? {} : { plugin }), limit: MAX_SHOWN + 1 });
	const others = list.data?.runs.filter(({ id, status }) => id !== run.id && status !== 'running') ?? [];
	// Runs of the very same thing come first.
	const sorted = others.toSorted((a, b) => Number(isSame(b, run)) - Number(isSame(a, run)));
	return (
		<Dialog open onClose={onClose} title={t('choose.title')} description={t('choose.text')}>
			{list.error !== null ? (
				<ErrorNote error={list.error} onRetry={() => void list.refetch()} />
			) : list.isPending ? (
				<LoadingRows />
			) : sorted.length === 0 ? (
				<EmptyState icon={GitCompareArrows} title={t('choose.empty')}>
					{t('choose.emptyText')}
				</EmptyState>
			) : (
				<ul className="-mx-2">
					{sorted.map((other) => (
						<li key={other.id}>
							<Link
								to={links.compare(run.id, other.id)}
								onClick={onClose}
								className="grid h-8 grid-cols-[minmax(0,1fr)_minmax(0,1fr)_110px_80px] items-center gap-3 rounded-base px-2 text-text hover:bg-hover hover:no-underline"
							>
								<span className="truncate">
									<PluginText>{other.label}</PluginText>{' '}
									<span className="text-small text-muted">{other.fn ?? common(`kind.${other.kind}`)}</span>
								</span>
								<span className="truncate text-small text-muted">{format.time(other.startedAt)}</span>
								<RunStatusLabel status={other.status} />
								<span className="tabular text-right">
									{other.durationMs === null ? '' : format.duration(other.durationMs)}
								</span>
							</Link>
						</li>
					))}
				</ul>
			)}
		</Dialog>
	);
}

function isSame(
	one: Pick<RunDetail, 'kind' | 'label' | 'fn'>,
	other: Pick<RunDetail, 'kind' | 'label' | 'fn'>,
): boolean {
	return one.kind === other.kind && one.label === other.label && one.fn === other.fn;
}
