import { CircleArrowUp, CircleCheck, PackagePlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PluginUpdate } from '../../../shared/api/catalogue-routes.ts';
import { useRoute } from '../../client/engine.tsx';
import { Button } from '../../components/controls/button.tsx';
import { Link } from '../../components/controls/link.tsx';
import { EmptyState, ErrorNote, LoadingRows } from '../../components/notes.tsx';
import { links } from '../../lib/nav/links.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { UpdateRow } from './update-row.tsx';
import { useFetched } from './use-fetched.ts';
import { useUpdates } from './use-updates.ts';
import { VersionsDialog } from './versions-dialog.tsx';

const groups = ['available', 'held', 'blocked', 'skipped'] as const;
type Group = (typeof groups)[number];

/** Null: there is nothing to decide on. */
function groupOf({ state, held, skipped }: PluginUpdate): Group | null {
	if (held && state !== 'unknown') return 'held';
	if (state === 'available' || state === 'blocked') return state;
	return skipped.length > 0 ? 'skipped' : null;
}

/** What the source has that is newer, by what can be done with it; nothing is asked of the source. */
export function UpdatesList() {
	const { t } = useTranslation('catalogue');
	const format = useFormat();
	const { data, error, isPending, refetch } = useRoute('updates.list', { kept: true });
	const updating = useUpdates();
	const fetching = useFetched();
	const [versionsOf, setVersionsOf] = useState<string | null>(null);
	if (error !== null && data === undefined)
		return <ErrorNote className="m-4" error={error} onRetry={() => void refetch()} />;
	if (isPending || data === undefined) return <LoadingRows height={40} />;
	const { updates } = data;
	if (updates.length === 0) {
		return (
			<EmptyState
				icon={PackagePlus}
				title={t('updates.none')}
				action={<Link to={links.catalogue()}>{t('part.plugins')}</Link>}
			>
				{t('updates.noneText')}
			</EmptyState>
		);
	}
	const quiet = updates.filter((each) => groupOf(each) === 'available' && each.review.length === 0);
	const others = updates.filter((each) => groupOf(each) === null);
	const isCurrent = others.length === updates.length;
	return (
		<div className="flex min-h-0 flex-1 flex-col gap-4 overflow-auto p-4 short:overflow-visible">
			{isCurrent && (
				<EmptyState icon={CircleCheck} title={t('updates.current')}>
					{t('updates.currentText')}
				</EmptyState>
			)}
			{quiet.length > 1 && (
				<Button
					tone="primary"
					icon={CircleArrowUp}
					className="self-start"
					busy={updating.isAll}
					disabled={updating.busy !== null || fetching.busy !== null}
					onClick={() => void updating.updateAll(quiet)}
				>
					{t('updates.all', { count: quiet.length, text: format.count(quiet.length) })}
				</Button>
			)}
			{groups.map((group) => {
				const rows = updates.filter((each) => groupOf(each) === group);
				if (rows.length === 0) return null;
				return (
					<section key={group} aria-label={t(`updates.${group}`)} className="flex flex-col gap-2">
						<h2 className="font-semibold">
							{t(`updates.${group}`)}{' '}
							<span className="font-normal text-muted tabular">{format.count(rows.length)}</span>
						</h2>
						<ul className="rounded-base border border-line">
							{rows.map((each) => (
								<UpdateRow
									key={each.name}
									update={each}
									updating={updating}
									fetching={fetching}
									onVersions={setVersionsOf}
								/>
							))}
						</ul>
					</section>
				);
			})}
			<Others updates={others} />
			{versionsOf !== null && (
				<VersionsDialog name={versionsOf} fetching={fetching} onClose={() => setVersionsOf(null)} />
			)}
		</div>
	);
}

/** Those that there is nothing to decide on, in a sentence each kind. */
function Others({ updates }: { readonly updates: readonly PluginUpdate[] }) {
	const { t } = useTranslation('catalogue');
	const format = useFormat();
	const kinds = [
		['upToDate', updates.filter(({ state }) => state === 'current')],
		['unknown', updates.filter(({ state }) => state === 'unknown')],
	] as const;
	return (
		<div className="flex flex-col gap-1 text-muted">
			{kinds.map(
				([kind, of]) =>
					of.length > 0 && (
						<p key={kind} className="wrap-anywhere">
							{t(`updates.${kind}`, {
								count: of.length,
								text: format.count(of.length),
								names: of.map(({ name }) => name).join(', '),
							})}
						</p>
					),
			)}
		</div>
	);
}
