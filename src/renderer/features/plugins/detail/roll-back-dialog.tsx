import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KnownVersion } from '../../../../shared/plugin/version-use.ts';
import type { Ask } from '../../../../shared/policy/ask.ts';
import { lockedDown } from '../../../../shared/policy/security-policy.ts';
import { useRoute } from '../../../client/engine.tsx';
import { ConfirmDialog } from '../../../components/controls/dialog.tsx';
import { Checkbox } from '../../../components/controls/toggles.tsx';
import { useAskText } from '../../../lib/text/use-ask-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import type { RollBack } from './use-plugin-actions.ts';

/** Entries of a difference that are shown; the rest is counted. */
const SHOWN = 8;

/** Says what comes back with a version, and asks whether its policy and what it had stored are to come as well. */
export function RollBackDialog({
	version,
	busy,
	onClose,
	onConfirm,
}: {
	readonly version: KnownVersion;
	readonly busy: boolean;
	onClose(): void;
	onConfirm(how: RollBack): void;
}) {
	const { t } = useTranslation('plugin');
	const format = useFormat();
	const { use, plugin, label, sha256, manifestSha256 } = version;
	const [decided, setDecided] = useState<boolean | null>(null);
	const [wantsState, setWantsState] = useState(true);
	const policies = usePolicies(plugin, use.grantVersion);
	// What it was allowed more is only allowed again by who says so.
	const wantsGrant = decided ?? policies?.added.length === 0;
	const hasState = use.stateBytes !== null;
	const hasGrant = policies?.differ === true;
	const when = use.leftAt === null ? '' : format.fullTime(use.leftAt);
	return (
		<ConfirmDialog
			open
			onClose={onClose}
			onConfirm={() =>
				onConfirm({
					sha256,
					manifestSha256,
					grant: hasGrant && wantsGrant ? 'then' : 'now',
					state: hasState && wantsState ? 'then' : 'now',
					expectedGrant: policies?.inForce,
				})
			}
			title={t('versions.askTitle', { version: label ?? sha256.slice(0, 12) })}
			action={t('versions.rollBack')}
			busy={busy}
		>
			<p>{t(use.isWhole ? 'versions.askWhole' : 'versions.askText')}</p>
			{hasGrant && (
				<div className="mt-3 text-text">
					<Checkbox
						checked={wantsGrant}
						onChange={setDecided}
						label={t('versions.askGrant', { version: use.grantVersion })}
					/>
					<div className="mt-1 ml-6 text-small text-muted">
						<Asks title={t('versions.allowsAgain')} asks={policies.added} />
						<Asks title={t('versions.allowsNoLonger')} asks={policies.dropped} />
					</div>
				</div>
			)}
			{hasState && (
				<div className="mt-3 text-text">
					<Checkbox
						checked={wantsState}
						onChange={setWantsState}
						label={t('versions.askState', {
							size: use.stateBytes === 0 ? t('versions.nothing') : format.bytes(use.stateBytes ?? 0),
						})}
					/>
					<p className="mt-1 ml-6 text-small text-muted">{t('versions.askStateText', { when })}</p>
				</div>
			)}
			{!hasGrant && <p className="mt-3">{t('versions.samePolicy')}</p>}
		</ConfirmDialog>
	);
}

function Asks({ title, asks }: { readonly title: string; readonly asks: readonly Ask[] }) {
	const { t } = useTranslation('plugin');
	const text = useAskText();
	if (asks.length === 0) return null;
	return (
		<>
			<p>{title}</p>
			<ul className="ml-4 list-disc text-text">
				{asks.slice(0, SHOWN).map((ask) => (
					<li key={`${ask.subject.kind} ${ask.entry}`} className="wrap-break-word">
						{text(ask)}
					</li>
				))}
				{asks.length > SHOWN && <li>{t('versions.andMore', { count: asks.length - SHOWN })}</li>}
			</ul>
		</>
	);
}

/** The policy of then beside the one in force; null: it was not kept, or is not known yet. */
function usePolicies(name: string, grantVersion: number) {
	const history = useRoute('policy.history', { name }, { enabled: grantVersion > 0 }).data;
	const shown = useRoute('policy.show', { name }).data;
	const then = history?.find(({ version }) => version === grantVersion)?.policy;
	const now = shown?.granted?.policy;
	const isKnown = then !== undefined && now !== undefined;
	const compared = useRoute(
		'policy.compare',
		{ before: now ?? lockedDown, after: then ?? lockedDown },
		{ enabled: isKnown },
	).data;
	if (!isKnown || compared === undefined) return null;
	return { ...compared, inForce: shown?.granted?.version, differ: JSON.stringify(then) !== JSON.stringify(now) };
}
