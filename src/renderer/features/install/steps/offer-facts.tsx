import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { InspectAnswer } from '../../../../shared/api/plugin-routes.ts';
import { isPackagePath } from '../../../../shared/plugin/packing.ts';
import { signerOf } from '../../../../shared/plugin/provenance.ts';
import { versionLabelOf } from '../../../../shared/plugin/words/version-label.ts';
import { AuthorFact, IntegrityFact } from '../../../components/module/provenance.tsx';
import { Facts } from '../../../components/page.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { offerKind } from '../offer.ts';

/** What it is: the module's identity and size, against the installed one. */
export function OfferFacts({ offer, hasPath }: { readonly offer: InspectAnswer; readonly hasPath: boolean }) {
	const { t } = useTranslation('install');
	const { t: common } = useTranslation();
	const { t: plugin } = useTranslation('plugin');
	const format = useFormat();
	const { t: signatures } = useTranslation('signatures');
	const { analysis, installed, isBundled, manifest, provenance, source } = offer;
	const kind = offerKind(offer);
	const before = kind === 'update' || kind === 'downgrade' || kind === 'other' ? (installed?.current ?? null) : null;
	const isNewModule = before !== null && before.sha256 !== analysis.sha256;
	const { id, host } = manifest;
	const told: (readonly ['id' | 'host', string])[] = [];
	if (id !== undefined) told.push(['id', id]);
	if (host !== undefined) told.push(['host', t('facts.hostText', { range: host })]);
	const difference = before === null ? 0 : analysis.size - before.size;
	return (
		<Facts
			facts={[
				...(before === null
					? []
					: [
							[
								t('facts.version'),
								<span key="version" className="inline-flex items-center gap-1.5">
									<PluginText max={60}>{before.label ?? t('facts.unnamed')}</PluginText>
									<ArrowRight size={12} aria-label={t('facts.to')} className="text-muted" />
									<PluginText max={60} className="font-medium">
										{versionLabelOf(manifest) ?? t('facts.unnamed')}
									</PluginText>
								</span>,
							] as const,
						]),
				...told.map(([key, text]) => [t(`facts.${key}`), <PluginText key={key}>{text}</PluginText>] as const),
				...(isPackagePath(source) ? [[t('facts.form'), t('facts.package')] as const] : []),
				[
					t('facts.size'),
					<span key="size">
						{format.bytes(analysis.size)}
						{isNewModule && difference !== 0 && (
							<span className="text-muted">
								{' '}
								{t(difference > 0 ? 'facts.more' : 'facts.less', { text: format.bytes(Math.abs(difference)) })}
							</span>
						)}
						{before !== null && !isNewModule && <span className="text-muted"> {t('facts.sameModule')}</span>}
					</span>,
				],
				[
					signatures('files'),
					<IntegrityFact key="files" integrity={provenance.integrity} altered={provenance.altered} />,
				],
				[signatures('signature'), <AuthorFact key="signer" signer={signerOf(provenance)} isBundled={isBundled} />],
				[t('facts.abi'), analysis.abi === null ? common('notKnown') : plugin(`abi.${analysis.abi}`)],
				[
					t('facts.sha256'),
					<code key="hash" className="text-small break-all">
						{analysis.sha256}
					</code>,
				],
				...(hasPath
					? [
							[
								t('facts.source'),
								<PluginText key="source" max={400} className="font-mono text-small">
									{source}
								</PluginText>,
							] as const,
						]
					: []),
			]}
		/>
	);
}
