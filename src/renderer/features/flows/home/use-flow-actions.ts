import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Act, type Ask, useAct, useAsk } from '../../../client/engine.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { type Draft, draftOf, dropDraft, keepDraft, keptDraftId } from '../drafts.ts';
import { dropOwnInputs } from '../trial/own-input.ts';
import { useNewFlow } from '../use-new-flow.ts';

/** Versions that come back with a flow whose deletion is undone. */
const MOST_VERSIONS = 50;

/** What can be done with flows without opening them. */
export function useFlowActions(): {
	duplicate(name: string): Promise<void>;
	remove(name: string): Promise<void>;
	discard(draft: Draft): void;
} {
	const { t } = useTranslation('flows');
	const { t: common } = useTranslation();
	const act = useAct();
	const ask = useAsk();
	const toasts = useToasts();
	const flows = useNewFlow();
	return useMemo(
		() => ({
			async duplicate(name) {
				try {
					const { flow } = await ask('flows.get', { name });
					flows.begin({ ...flow, name: t('copyOf', { name }) });
				} catch (error) {
					toasts.failed(() => t('duplicateFailed'), error);
				}
			},
			async remove(name) {
				try {
					const before = await versionsOf(ask, name);
					await act('flows.remove', { name });
					const draft = draftOf(keptDraftId(name));
					if (draft !== null) dropDraft(draft.id);
					dropOwnInputs(keptDraftId(name));
					toasts.done(() => t('remove.done', { name }), {
						label: () => common('undo'),
						onPress: () =>
							void restore(act, before).then(
								() => {
									if (draft !== null) keepDraft(draft);
									toasts.done(() => t('remove.undone', { name }));
								},
								(error: unknown) => toasts.failed(() => t('remove.undoFailed'), error),
							),
					});
				} catch (error) {
					toasts.failed(() => t('remove.failed'), error);
				}
			},
			discard(draft) {
				dropDraft(draft.id);
				dropOwnInputs(draft.id);
				toasts.done(() => t('save.discarded'), {
					label: () => common('undo'),
					onPress: () => keepDraft(draft),
				});
			},
		}),
		[act, ask, toasts, flows, t, common],
	);
}

type Kept = Awaited<ReturnType<typeof versionsOf>>;

/** The newest versions, the oldest of them first. */
async function versionsOf(ask: Ask, name: string) {
	const versions = (await ask('flows.versions', { name })).slice(0, MOST_VERSIONS).toReversed();
	return Promise.all(versions.map(({ version }) => ask('flows.get', { name, version })));
}

/** Only where nobody took the name meanwhile. */
async function restore(act: Act, versions: Kept): Promise<void> {
	let last = 0;
	for (const { flow, note } of versions) {
		last = (await act('flows.save', { flow: { definition: flow }, note, expectedVersion: last })).version;
	}
}
