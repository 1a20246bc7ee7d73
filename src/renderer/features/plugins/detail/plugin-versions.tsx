import { Layers } from 'lucide-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PluginRecord, VersionKey } from '../../../../shared/plugin/plugin-record.ts';
import { isVersion, type KnownVersion, versionId } from '../../../../shared/plugin/version-use.ts';
import { useRoute } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { CopyButton } from '../../../components/controls/copy-button.tsx';
import { EmptyState, ErrorNote, LoadingRows } from '../../../components/notes.tsx';
import { Badge } from '../../../components/status.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { HoldRow } from '../hold-row.tsx';
import { RollBackDialog } from './roll-back-dialog.tsx';
import { usePluginActions } from './use-plugin-actions.ts';
import { VersionDifference } from './version-difference.tsx';

const head = 'sticky top-0 bg-panel border-b border-line px-2 py-1.5 text-left text-small font-medium text-muted';
/** What is left out beside a list in a narrow window. */
const wide = 'hidden @xl:table-cell';
const cell = 'border-b border-line px-2 h-10';

/** Every version that was ever in use, newest first, and the way back to each. */
export function PluginVersions({ name }: { readonly name: string }) {
	const { t } = useTranslation('plugin');
	const plugin = useRoute('plugins.get', { name });
	const versions = useRoute('plugins.versions', { name });
	if (plugin.isPending || versions.isPending) return <LoadingRows height={40} />;
	if (plugin.data === undefined) return null;
	if (versions.error !== null) {
		return (
			<div className="p-4">
				<ErrorNote error={versions.error} onRetry={() => void versions.refetch()} />
			</div>
		);
	}
	if (versions.data.length === 0 && plugin.data.failedUpdate === null) {
		return (
			<EmptyState icon={Layers} title={t('versions.empty')}>
				{t('versions.emptyText')}
			</EmptyState>
		);
	}
	return <VersionTable plugin={plugin.data} versions={versions.data} />;
}

function VersionTable({
	plugin,
	versions,
}: {
	readonly plugin: PluginRecord;
	readonly versions: readonly KnownVersion[];
}) {
	const { t } = useTranslation('plugin');
	const format = useFormat();
	const actions = usePluginActions(plugin.name);
	const [asked, setAsked] = useState<KnownVersion | null>(null);
	const [compared, setCompared] = useState<string | null>(null);
	const { current, failedUpdate } = plugin;
	const failed = failedUpdate === null || failedUpdate.sha256 === '' ? null : failedUpdate;
	const failedIsKnown = versions.some((version) => isVersion(version, failed));
	return (
		<>
			{current !== null && <HoldRow plugin={plugin} />}
			<div className="@container">
				<table className="w-full border-separate border-spacing-0">
					<caption className="sr-only">{t('versions.title')}</caption>
					<thead>
						<tr>
							<th scope="col" className={`${head} pl-4`}>
								{t('versions.version')}
							</th>
							<th scope="col" className={head}>
								{t('facts.hash')}
							</th>
							<th scope="col" className={`${head} ${wide} text-right`}>
								{t('facts.size')}
							</th>
							<th scope="col" className={`${head} ${wide} text-right whitespace-nowrap`}>
								{t('versions.firstSeen')}
							</th>
							<th scope="col" className={`${head} pr-4`}>
								<span className="sr-only">{t('versions.actions')}</span>
							</th>
						</tr>
					</thead>
					<tbody>
						{failed !== null && !failedIsKnown && (
							<tr>
								<td className={`${cell} pl-4`}>
									<Badge tone="attention">{t('versions.failed')}</Badge>
								</td>
								<td className={cell}>
									<Hash version={failed} isTwin={hasTwin(versions, failed)} seen={format.time(failed.at)} />
								</td>
								<td className={`${cell} ${wide}`} />
								<td className={`${cell} ${wide} text-right whitespace-nowrap text-muted tabular`}>
									{format.time(failed.at)}
								</td>
								<td className={cell} />
							</tr>
						)}
						{versions.map((version) => {
							const isCurrent = isVersion(version, current);
							const id = versionId(version);
							return (
								<Fragment key={id}>
									<tr>
										<td className={`${cell} pl-4`}>
											<span className="inline-flex flex-wrap items-center gap-2">
												<PluginText max={60} className="font-medium tabular">
													{version.label ?? t('versions.noLabel')}
												</PluginText>
												{isCurrent && <Badge tone="ok">{t('versions.inUse')}</Badge>}
												{isVersion(version, failed) && <Badge tone="attention">{t('versions.failed')}</Badge>}
											</span>
										</td>
										<td className={cell}>
											<Hash
												version={version}
												isTwin={hasTwin(versions, version)}
												seen={format.time(version.firstSeenAt)}
											/>
										</td>
										<td className={`${cell} ${wide} text-right whitespace-nowrap tabular`}>
											{format.bytes(version.size)}
										</td>
										<td
											className={`${cell} ${wide} text-right whitespace-nowrap text-muted tabular`}
											title={format.fullTime(version.firstSeenAt)}
										>
											{format.time(version.firstSeenAt)}
										</td>
										<td className={`${cell} pr-4`}>
											{!isCurrent && (
												<span className="flex justify-end gap-1">
													{current !== null && (
														<Button
															tone="quiet"
															aria-expanded={compared === id}
															onClick={() => setCompared(compared === id ? null : id)}
														>
															{t('versions.compare')}
														</Button>
													)}
													<Button busy={actions.busy === 'rollback'} onClick={() => setAsked(version)}>
														{t('versions.rollBack')}
													</Button>
												</span>
											)}
										</td>
									</tr>
									{compared === id && current !== null && !isCurrent && (
										<tr>
											<td colSpan={5} className="border-b border-line bg-sunken px-4 py-3">
												<VersionDifference plugin={plugin.name} from={version} to={current} />
											</td>
										</tr>
									)}
								</Fragment>
							);
						})}
					</tbody>
				</table>
			</div>
			{asked !== null && (
				<RollBackDialog
					key={versionId(asked)}
					version={asked}
					busy={actions.busy === 'rollback'}
					onClose={() => setAsked(null)}
					onConfirm={(how) => void actions.rollback(how).then(() => setAsked(null))}
				/>
			)}
		</>
	);
}

/** Whether another version has the same module, so that its hash does not tell them apart. */
function hasTwin(versions: readonly VersionKey[], version: VersionKey): boolean {
	return versions.some((other) => other.sha256 === version.sha256 && !isVersion(other, version));
}

/** `seen` stands below where there is no room for a column of its own. `isTwin`: the manifest's hash is shown, too. */
function Hash({
	version: { sha256, manifestSha256 },
	isTwin,
	seen,
}: {
	readonly version: VersionKey;
	readonly isTwin: boolean;
	readonly seen: string;
}) {
	const { t } = useTranslation('plugin');
	return (
		<>
			<span className="inline-flex items-center gap-1">
				<code className="text-small" title={sha256}>
					{sha256.slice(0, 12)}
				</code>
				<CopyButton text={sha256} label={t('facts.copyHash')} />
			</span>
			{isTwin && manifestSha256 !== '' && (
				<span className="block text-small whitespace-nowrap text-muted">
					{t('versions.manifest')} <code title={manifestSha256}>{manifestSha256.slice(0, 12)}</code>
				</span>
			)}
			<span className="block text-small whitespace-nowrap text-muted tabular @xl:hidden">{seen}</span>
		</>
	);
}
