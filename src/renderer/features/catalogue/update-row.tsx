import { ArrowRight, CircleArrowUp, Ellipsis, EyeOff, History, Pause, ScanSearch } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PluginUpdate } from '../../../shared/api/catalogue-routes.ts';
import { Button, IconButton } from '../../components/controls/button.tsx';
import { Link } from '../../components/controls/link.tsx';
import { Menu } from '../../components/controls/menu.tsx';
import { ErrorNote } from '../../components/notes.tsx';
import { Badge } from '../../components/status.tsx';
import { FailureSentences } from '../../components/text/failure-sentences.tsx';
import { PluginText } from '../../components/text/plugin-text.tsx';
import { links } from '../../lib/nav/links.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { UpdateDetails } from './update-details.tsx';
import type { Fetching } from './use-fetched.ts';
import type { Updating } from './use-updates.ts';

interface RowProps {
	readonly update: PluginUpdate;
	readonly updating: Updating;
	readonly fetching: Fetching;
	onVersions(name: string): void;
}

/** One plugin that the source has something newer for: from what to what, what that changes, and what can be done. */
export function UpdateRow({ update, updating, fetching, onVersions }: RowProps) {
	const { t } = useTranslation('catalogue');
	const { name, to, state, held, blocked, blockedVersion } = update;
	const failure = updating.failures.get(name);
	return (
		<li className="flex flex-col gap-2 border-b border-line px-4 py-3 last:border-b-0">
			<div className="flex flex-wrap items-start gap-x-3 gap-y-2">
				<div className="flex min-w-0 flex-1 basis-80 flex-col gap-1">
					<Heading update={update} />
					<Facts update={update} />
				</div>
				<Actions update={update} updating={updating} fetching={fetching} onVersions={onVersions} />
			</div>
			{failure !== undefined && <ErrorNote error={failure} />}
			{to !== null && state === 'available' && !held && <UpdateDetails update={update} />}
			{blocked !== null && (
				<div className="text-small">
					<p className="text-attention">{t('newest', { version: plainText(blockedVersion ?? '') })}</p>
					<FailureSentences error={blocked} withHint={state === 'blocked'} withOriginal={false} />
				</div>
			)}
			{held && (
				<p className="text-muted">
					{t('updates.heldAt', { version: plainText(update.from ?? '—'), to: plainText(to?.version ?? '') })}
				</p>
			)}
		</li>
	);
}

function Heading({ update: { name, from, to, review } }: { readonly update: PluginUpdate }) {
	const { t } = useTranslation('catalogue');
	return (
		<div className="flex flex-wrap items-center gap-x-2 gap-y-1">
			<h3 className="min-w-0 font-semibold">
				<Link to={links.plugin(name)} className="wrap-anywhere">
					{name}
				</Link>
			</h3>
			<span className="inline-flex flex-wrap items-center gap-1.5 tabular">
				<PluginText max={60} className="text-muted">
					{from ?? '—'}
				</PluginText>
				{to !== null && (
					<>
						<ArrowRight size={12} aria-label={t('what.to')} className="text-muted" />
						<PluginText max={60} className="font-medium">
							{to.version}
						</PluginText>
					</>
				)}
			</span>
			{review.map((cause) => (
				<Badge key={cause} tone="attention">
					{t(`cause.${cause}`)}
				</Badge>
			))}
		</div>
	);
}

function Facts({ update: { to, skipped } }: { readonly update: PluginUpdate }) {
	const { t } = useTranslation('catalogue');
	const format = useFormat();
	const parts: string[] = [];
	if (to !== null) {
		parts.push(format.bytes(to.size));
		parts.push(to.publishedAt === null ? t('undated') : t('published', { time: format.relative(to.publishedAt) }));
	}
	if (skipped.length > 0) parts.push(t('updates.skippedVersions', { versions: skipped.map(plainText).join(', ') }));
	return <p className="text-small text-muted tabular">{parts.join(' · ')}</p>;
}

function Actions({ update, updating, fetching, onVersions }: RowProps) {
	const { t } = useTranslation('catalogue');
	const { name, from, to, review, held, state, skipped } = update;
	const isBusy = updating.busy !== null || updating.isAll || fetching.busy !== null;
	const version = plainText(to?.version ?? '');
	const label = plainText(from ?? '');
	return (
		<div className="flex shrink-0 items-center gap-2">
			{held ? (
				<Button
					aria-label={t('updates.releaseNamed', { name })}
					disabled={isBusy}
					onClick={() => void updating.hold(name, false)}
				>
					{t('updates.release')}
				</Button>
			) : to === null || state !== 'available' ? null : review.length > 0 ? (
				<Button
					icon={ScanSearch}
					busy={fetching.busy === name}
					disabled={isBusy}
					aria-label={t('updates.reviewNamed', { name, version })}
					onClick={() => void fetching.review(name, to)}
				>
					{t('updates.review')}
				</Button>
			) : (
				<Button
					icon={CircleArrowUp}
					busy={updating.busy === name}
					disabled={isBusy}
					aria-label={t('updates.goNamed', { name, version })}
					onClick={() => void updating.update(update)}
				>
					{t('updates.go')}
				</Button>
			)}
			<Menu
				button={<IconButton icon={Ellipsis} label={t('updates.more', { name })} disabled={isBusy} />}
				items={[
					...(to === null || held
						? []
						: [
								{
									id: 'skip',
									label: t('updates.skip', { version }),
									icon: EyeOff,
									onSelect: () => void updating.skip(name, to.version, true),
								},
							]),
					...skipped.map((each) => ({
						id: `unskip ${each}`,
						label: t('updates.unskip', { version: plainText(each) }),
						onSelect: () => void updating.skip(name, each, false),
					})),
					...(held
						? []
						: [
								{
									id: 'hold',
									label: label === '' ? t('updates.holdUnnamed') : t('updates.hold', { version: label }),
									icon: Pause,
									onSelect: () => void updating.hold(name, true),
								},
							]),
					{
						id: 'another',
						label: t('updates.another'),
						icon: History,
						separated: true,
						disabled: held,
						onSelect: () => onVersions(name),
					},
				]}
			/>
		</div>
	);
}
