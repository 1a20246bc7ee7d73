import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InspectAnswer } from '../../../../shared/api/plugin-routes.ts';
import { type DataFlareError, toDataFlareError } from '../../../../shared/errors/errors.ts';
import type { ComponentType } from '../../../../shared/plugin/component-type.ts';
import { descriptionOf } from '../../../../shared/plugin/described.ts';
import { versionLabelOf } from '../../../../shared/plugin/words/version-label.ts';
import { inQuotes, quoted } from '../../../../shared/quoted.ts';
import { Button } from '../../../components/controls/button.tsx';
import { DialogContent } from '../../../components/controls/dialog.tsx';
import { ErrorNote, LoadingRows } from '../../../components/notes.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { plainText } from '../../../lib/text/plain-text.ts';
import { Decisions } from '../grant/decisions.tsx';
import { GrantResult } from '../grant/grant-result.tsx';
import { Limits } from '../grant/limit-fields.tsx';
import { useGrantDraft } from '../grant/use-grant-draft.ts';
import { offerKind } from '../offer.ts';
import { givenRole, inferredRole, isRoleOpen, lacksExport } from '../role.ts';
import { useInstall } from '../use-install.ts';
import { CodeCheck } from './code-check.tsx';
import { OfferFacts } from './offer-facts.tsx';
import { OfferNotices } from './offer-notices.tsx';
import { RoleFields } from './role-fields.tsx';

/** What a plugin is and asks for, and what a person gives it. */
export function OfferStep({
	offer,
	hasPath,
	aside,
	isLast,
	onSkip,
	onInstalled,
	onClose,
}: {
	readonly offer: InspectAnswer;
	/** Where it lies says something to a person. */
	readonly hasPath: boolean;
	readonly aside: ReactNode;
	readonly isLast: boolean;
	onSkip(): void;
	onInstalled(): void;
	onClose(): void;
}) {
	const { t } = useTranslation('install');
	const { t: common } = useTranslation();
	const { install, open } = useInstall();
	const draft = useGrantDraft(offer);
	const [busy, setBusy] = useState(false);
	const [failure, setFailure] = useState<DataFlareError | null>(null);
	const [role, setRole] = useState(() => inferredRole(offer));
	const kind = offerKind(offer);
	const { name } = offer.manifest;
	// What nobody says but a person may be said anew of what is installed already.
	const isRoleAlone = kind === 'same' && offer.refusal === null && isRoleOpen(offer);
	// It was opened to say that alone: from the plugin's page, not by giving the module again.
	const isFromHere = isRoleAlone && offer.source === offer.installed?.folder;
	const title = isFromHere ? 'role' : kind;
	const isBlocked = offer.refusal !== null || draft.problems.size > 0 || !draft.isKnown || lacksExport(role, offer);
	const go = async (): Promise<void> => {
		setBusy(true);
		setFailure(null);
		try {
			await install(offer, draft.policy, givenRole(role, offer));
			onInstalled();
		} catch (thrown) {
			setFailure(toDataFlareError(thrown));
			setBusy(false);
		}
	};
	const label = versionLabelOf(offer.manifest);
	const version = label === undefined ? '' : quoted(plainText(label).slice(0, 40));
	const from = offer.installed?.current?.label ?? null;
	return (
		<DialogContent
			title={tidy(t(`title.${title}`, { name, version, from: from === null ? '' : quoted(plainText(from)) }))}
			description={<Byline offer={offer} type={role.type} />}
			aside={aside}
			actions={
				<>
					<Button onClick={isLast ? onClose : onSkip}>{isLast ? common('cancel') : t('skip')}</Button>
					{isRoleAlone && (
						<Button
							tone={isFromHere ? 'primary' : 'plain'}
							busy={busy}
							disabled={givenRole(role, offer) === undefined || lacksExport(role, offer)}
							onClick={() => void go()}
						>
							{t('go.role')}
						</Button>
					)}
					{isFromHere ? null : kind === 'same' ? (
						<Button
							tone="primary"
							onClick={() => {
								open(name);
								onClose();
							}}
						>
							{common('open')}
						</Button>
					) : (
						<Button tone="primary" busy={busy} disabled={isBlocked} onClick={() => void go()}>
							{t(`go.${kind}`)}
						</Button>
					)}
				</>
			}
		>
			<div className="flex flex-col gap-4">
				{!isFromHere && <OfferNotices offer={offer} kind={kind} isRoleAlone={isRoleAlone} />}
				<OfferFacts offer={offer} hasPath={hasPath} />
				{isRoleAlone && (
					<>
						<RoleFields offer={offer} role={role} onChange={setRole} />
						{failure !== null && <ErrorNote error={failure} />}
					</>
				)}
				{kind !== 'same' && offer.refusal === null && (
					<>
						{isRoleOpen(offer) && <RoleFields offer={offer} role={role} onChange={setRole} />}
						{draft.error !== null && <ErrorNote error={draft.error} />}
						{draft.isKnown ? (
							<Decisions draft={draft} kind={kind} mismatches={offer.mismatches} />
						) : (
							<LoadingRows rows={3} />
						)}
						<Limits draft={draft} />
						<CodeCheck offer={offer} />
						{/* In view whatever is scrolled: how the decision stands and what came of it belong to the buttons below. */}
						<div className="sticky -bottom-3 -mx-4 short:static -mb-3 border-t border-line bg-raised">
							{failure !== null && <ErrorNote error={failure} className="mx-4 mt-3" />}
							<GrantResult draft={draft} />
						</div>
					</>
				)}
			</div>
		</DialogContent>
	);
}

/** Without the gap that a missing version leaves. */
function tidy(title: string): string {
	return title.replace(/\s+/g, ' ').replace(/ (?=[?？])/, '');
}

function Byline({ offer: { manifest }, type }: { readonly offer: InspectAnswer; readonly type: ComponentType }) {
	const { t } = useTranslation('install');
	const { t: common, i18n } = useTranslation();
	const { author } = manifest.metadata;
	const description = descriptionOf(manifest.metadata, i18n.language);
	return (
		<>
			<p>
				{common(`type.${type}`)}
				{author !== undefined && <> · {t('by', { author: quoted(plainText(author).slice(0, 100)) })}</>}
			</p>
			{description !== undefined && (
				<p className="mt-1 text-text">
					<PluginText max={400}>{inQuotes(description)}</PluginText>
				</p>
			)}
		</>
	);
}
