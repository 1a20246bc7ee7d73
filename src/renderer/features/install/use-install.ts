import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { InspectAnswer } from '../../../shared/api/plugin-routes.ts';
import { signerOf } from '../../../shared/plugin/provenance.ts';
import type { SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { useAction, useAsk } from '../../client/engine.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { isAt, navigate } from '../../lib/nav/hash-location.ts';
import { links } from '../../lib/nav/links.ts';
import { grantOf, grantRows } from './grant/grant-rows.ts';
import { type OfferKind, offerKind } from './offer.ts';
import type { GivenRole } from './role.ts';

/** Why a grant or a version changed, as the history has it. */
const notes = {
	new: 'install',
	review: 'review',
	same: 'role',
	update: 'update',
	downgrade: 'update',
	other: 'update',
} as const satisfies Readonly<Record<OfferKind, string>>;

/** Carries out what a person decided about an offer. All but `open` reject with the engine's error. */
export function useInstall() {
	const { t } = useTranslation('install');
	const { t: common } = useTranslation();
	const ask = useAsk();
	const toasts = useToasts();
	const { mutateAsync: put } = useAction('plugins.install');
	const { mutateAsync: decide } = useAction('policy.set');
	const { mutateAsync: rollBack } = useAction('plugins.rollback');

	const open = useCallback((name: string) => navigate(links.plugin(name)), []);

	/** With just the grant that was shown, and just what was shown. */
	const install = useCallback(
		async (offer: InspectAnswer, grant: SecurityPolicy, role?: GivenRole): Promise<void> => {
			const { name } = offer.manifest;
			const kind = offerKind(offer);
			// With a role it is put there anew, with its manifest beside it.
			if (kind === 'review' && role === undefined) {
				await decide({
					name,
					policy: grant,
					expectedVersion: offer.installed?.grantVersion ?? 0,
					signer: signerOf(offer.provenance),
					sha256: offer.analysis.sha256,
					manifestSha256: offer.manifestSha256,
					note: t('note.review'),
				});
			} else {
				await put({
					path: offer.source,
					sha256: offer.analysis.sha256,
					filesSha256: offer.filesSha256,
					signer: signerOf(offer.provenance),
					// Of what is installed already nothing is decided anew but what it does.
					grant: kind === 'same' ? undefined : grant,
					role,
					replace: kind !== 'new',
					note: t(`note.${notes[kind]}`),
				});
			}
			const words = (): string => t(`done.${kind === 'same' ? 'role' : kind}`, { name });
			// Nobody is led to where they are.
			if (isAt(links.plugin(name))) toasts.done(words);
			else toasts.done(words, { label: () => common('open'), onPress: () => open(name) });
		},
		[put, decide, toasts, t, common, open],
	);

	/** Without a question: what is no longer asked for is no longer granted, and nothing is granted anew. */
	const update = useCallback(
		async (offer: InspectAnswer): Promise<void> => {
			const { name } = offer.manifest;
			const before = offer.installed?.current ?? null;
			const { granted } = await ask('policy.show', { name });
			const policy = granted?.policy;
			const narrowed = policy === undefined ? undefined : await narrow(offer, policy);
			const record = await put({
				path: offer.source,
				sha256: offer.analysis.sha256,
				filesSha256: offer.filesSha256,
				signer: signerOf(offer.provenance),
				replace: true,
				note: t('note.update'),
				...(narrowed === undefined ? {} : { grant: narrowed }),
			});
			const version = record.current?.label ?? record.current?.sha256.slice(0, 8) ?? '';
			toasts.done(() => t('done.quiet', { name, version }), {
				label: () => common('undo'),
				onPress: () => void undo().catch((error) => toasts.failed(() => t('notUndone', { name }), error)),
			});
			async function narrow(from: InspectAnswer, inForce: SecurityPolicy): Promise<SecurityPolicy> {
				const { asks } = await ask('policy.describe', { policy: inForce });
				const { max_memory: memory, max_execution_time: time } = inForce;
				return grantOf(grantRows(from, { policy: inForce, asks }), { choices: {}, memory, time, writes: inForce })
					.policy;
			}
			async function undo(): Promise<void> {
				if (before === null) return;
				const hadPolicy = policy !== undefined && record.grantVersion !== granted?.version;
				await rollBack({
					name,
					sha256: before.sha256,
					manifestSha256: before.manifestSha256,
					state: 'now',
					grant: hadPolicy ? 'then' : 'now',
					expectedGrant: record.grantVersion,
					note: t('note.undo'),
				});
			}
		},
		[ask, put, rollBack, toasts, t, common],
	);
	return useMemo(() => ({ open, install, update }), [open, install, update]);
}
