import { ArrowUpRight, CircleArrowUp, Ellipsis, History, PackagePlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { FoundPlugin } from '../../../shared/api/catalogue-routes.ts';
import { inQuotes } from '../../../shared/quoted.ts';
import { Button, IconButton } from '../../components/controls/button.tsx';
import { Menu } from '../../components/controls/menu.tsx';
import { AskLines } from '../../components/module/ask-line.tsx';
import { AuthorMark } from '../../components/module/provenance.tsx';
import { Badge } from '../../components/status.tsx';
import { FailureSentences } from '../../components/text/failure-sentences.tsx';
import { PluginText } from '../../components/text/plugin-text.tsx';
import { navigate } from '../../lib/nav/hash-location.ts';
import { links } from '../../lib/nav/links.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import type { Fetching } from './use-fetched.ts';

/** Asked for, shown on a card; the review shows all. */
const MOST_ASKS = 4;

/** One plugin of the source: what it is, who signed it, what it asks to reach, and the way to install it. */
export function PluginCard({
	found,
	hasUpdate,
	fetching,
	onVersions,
}: {
	readonly found: FoundPlugin;
	/** It is installed, and the source has a newer version that can be. */
	readonly hasUpdate: boolean;
	readonly fetching: Fetching;
	onVersions(name: string): void;
}) {
	const { t } = useTranslation('catalogue');
	const { t: common } = useTranslation();
	const format = useFormat();
	const { name, newest, asks, blocked, installed, installedAs, versions } = found;
	return (
		<li className="flex flex-col gap-3 rounded-base border border-line p-4">
			<div className="flex flex-wrap items-start gap-x-3 gap-y-2">
				<div className="flex min-w-0 flex-1 basis-48 flex-col gap-1">
					<div className="flex flex-wrap items-center gap-x-2 gap-y-1">
						<h2 className="min-w-0 font-semibold wrap-anywhere">{name}</h2>
						<PluginText max={60} className="text-muted tabular">
							{newest.version}
						</PluginText>
						{installedAs !== null && (
							<Badge tone="ok">
								{installed === null || installed === newest.version
									? t('plugins.installed')
									: t('plugins.installedAs', { version: plainText(installed).slice(0, 40) })}
							</Badge>
						)}
					</div>
					<p className="flex flex-wrap items-baseline gap-x-2 text-small text-muted tabular">
						<span>
							{[
								common(`type.${newest.type}`),
								format.bytes(newest.size),
								newest.publishedAt === null
									? t('undated')
									: t('published', { time: format.relative(newest.publishedAt) }),
							].join(' · ')}
						</span>
						<AuthorMark signer={newest.signer} />
					</p>
				</div>
				<div className="flex shrink-0 items-center gap-1">
					<Action found={found} hasUpdate={hasUpdate} fetching={fetching} />
					{versions > 1 && (
						<Menu
							button={<IconButton icon={Ellipsis} label={t('updates.more', { name })} />}
							items={[
								{
									id: 'versions',
									label: t('plugins.versions', { name }),
									icon: History,
									onSelect: () => onVersions(name),
								},
							]}
						/>
					)}
				</div>
			</div>
			{newest.description !== null && (
				<p>
					<PluginText max={400}>{inQuotes(newest.description)}</PluginText>
				</p>
			)}
			{blocked !== null && (
				<div className="text-small text-attention">
					<FailureSentences error={blocked} withOriginal={false} />
				</div>
			)}
			<section className="mt-auto flex flex-col gap-1 border-t border-line pt-2">
				<h3 className="text-small font-medium">{t('plugins.reach')}</h3>
				{asks.length === 0 ? (
					<p className="text-muted">{t('plugins.nothing')}</p>
				) : (
					<>
						<AskLines asks={asks.slice(0, MOST_ASKS)} label={t('plugins.reach')} />
						{asks.length > MOST_ASKS && (
							<p className="text-small text-muted">
								{t('plugins.reachMore', {
									count: asks.length - MOST_ASKS,
									text: format.count(asks.length - MOST_ASKS),
								})}
							</p>
						)}
					</>
				)}
			</section>
		</li>
	);
}

function Action({
	found,
	hasUpdate,
	fetching,
}: {
	readonly found: FoundPlugin;
	readonly hasUpdate: boolean;
	readonly fetching: Fetching;
}) {
	const { t } = useTranslation('catalogue');
	const { name, newest, blocked, installedAs } = found;
	const isBusy = fetching.busy !== null;
	const version = plainText(newest.version);
	if (installedAs !== null) {
		const open = (
			<Button
				icon={ArrowUpRight}
				aria-label={t('plugins.openNamed', { name: installedAs })}
				onClick={() => navigate(links.plugin(installedAs))}
			>
				{t('plugins.open')}
			</Button>
		);
		if (!hasUpdate) return open;
		return (
			<>
				<Button
					icon={CircleArrowUp}
					aria-label={t('plugins.updatesNamed', { name })}
					onClick={() => navigate(links.updates())}
				>
					{t('part.updates')}
				</Button>
				{open}
			</>
		);
	}
	if (blocked !== null) return null;
	return (
		<Button
			icon={PackagePlus}
			busy={fetching.busy === name}
			disabled={isBusy}
			aria-label={t('plugins.installNamed', { name, version })}
			onClick={() => void fetching.review(name, newest)}
		>
			{t('plugins.install')}
		</Button>
	);
}
