import { useTranslation } from 'react-i18next';
import type { InspectAnswer } from '../../../../shared/api/plugin-routes.ts';
import { signerOf } from '../../../../shared/plugin/provenance.ts';
import { versionLabelOf } from '../../../../shared/plugin/words/version-label.ts';
import { quoted } from '../../../../shared/quoted.ts';
import { AuthorFact } from '../../../components/module/provenance.tsx';
import { ErrorNote, Note } from '../../../components/notes.tsx';
import { Facts } from '../../../components/page.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useRemarkText } from '../../../lib/text/use-remark-text.ts';
import { isAboutOrder, isOtherSigner, type OfferKind } from '../offer.ts';

/** What a person should know before the rest. */
export function OfferNotices({
	offer,
	kind,
	isRoleAlone,
}: {
	readonly offer: InspectAnswer;
	readonly kind: OfferKind;
	/** It is installed, and what it does can be said anew. */
	readonly isRoleAlone: boolean;
}) {
	const { t } = useTranslation('install');
	const { t: common } = useTranslation();
	const { t: signatures } = useTranslation('signatures');
	const textOf = useRemarkText();
	const { refusal, duplicateOf, knownAs, knownSigner, installed, inferred, manifest } = offer;
	const before = installed?.current?.manifest;
	const from = quoted(plainText((before && versionLabelOf(before)) ?? ''));
	return (
		<>
			{refusal !== null && <ErrorNote error={refusal} />}
			{isOtherSigner(offer) && (
				<Note tone="attention">
					<p className="font-medium">{signatures('changed.title')}</p>
					<p>{signatures('changed.text')}</p>
					<div className="mt-2">
						<Facts
							facts={[
								[signatures('changed.before'), <AuthorFact key="before" signer={installed?.pinned ?? null} />],
								[
									signatures('changed.now'),
									<AuthorFact key="now" signer={signerOf(offer.provenance)} isBundled={offer.isBundled} />,
								],
							]}
						/>
					</div>
				</Note>
			)}
			{kind === 'same' && <Note>{t(isRoleAlone ? 'notice.sameRole' : 'notice.same')}</Note>}
			{kind === 'review' && <Note tone="attention">{t('notice.review')}</Note>}
			{kind === 'other' && refusal === null && (
				<Note tone="attention">
					<p className="font-medium">{t('notice.other')}</p>
					<p>
						{t('notice.otherText', {
							type: before === undefined ? common('notKnown') : common(`type.${before.type}`),
							author:
								before?.metadata.author === undefined ? common('notKnown') : quoted(plainText(before.metadata.author)),
						})}
					</p>
				</Note>
			)}
			{offer.warnings.filter(isAboutOrder).map((remark) => (
				<Note key={remark.reason} tone="attention">
					<PluginText max={400}>{textOf(remark)}</PluginText>
				</Note>
			))}
			{kind === 'update' && offer.isMajor && <Note tone="attention">{t('notice.major', { from })}</Note>}
			{(kind === 'update' || kind === 'downgrade') && installed?.updates.held === true && (
				<Note tone="attention">{t('notice.held', { from })}</Note>
			)}
			{duplicateOf !== null && duplicateOf !== knownAs && (
				<Note tone="attention">{t('notice.duplicate', { name: duplicateOf })}</Note>
			)}
			{knownAs !== null && (
				<Note tone="attention">
					<p>{t('notice.known', { name: knownAs, id: manifest.id ?? '' })}</p>
					<p className="font-medium">{t(`notice.knownSigner.${knownSigner ?? 'untold'}`)}</p>
				</Note>
			)}
			{inferred && kind !== 'same' && <Note>{t('notice.inferred')}</Note>}
		</>
	);
}
