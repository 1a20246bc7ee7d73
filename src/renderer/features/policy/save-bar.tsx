import { useTranslation } from 'react-i18next';
import type { Seen } from '../../../shared/plugin/version-use.ts';
import { type Grant, lockedDown, type SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { useAction } from '../../client/engine.tsx';
import { TextInput } from '../../components/controls/fields.tsx';
import type { Draft } from './draft.ts';
import { DraftBar } from './draft-bar.tsx';
import { isEmpty, useDifference } from './history/difference.ts';
import type { DraftActions } from './use-draft.ts';

/** What saving would change of a plugin's policy, why, and the saving itself. */
export function SaveBar({
	name,
	granted,
	draft,
	policy,
	problems,
	seen,
	isUnseen,
	actions,
	onDone,
}: {
	readonly name: string;
	readonly granted: Grant | null;
	readonly draft: Draft | null;
	readonly policy: SecurityPolicy;
	/** How many entries cannot be understood. */
	readonly problems: number;
	/** The version that was looked at. */
	readonly seen: Seen;
	/** Another one waits by now. */
	readonly isUnseen: boolean;
	readonly actions: DraftActions;
	/** The draft is gone: the focus belongs to what remains. */
	onDone(): void;
}) {
	const { t } = useTranslation('policy');
	const set = useAction('policy.set');
	const before = granted?.policy ?? lockedDown;
	const version = granted?.version ?? 0;
	const difference = useDifference(before, policy);
	const isUndecided = granted === null && difference !== null && isEmpty(difference);
	return (
		<DraftBar
			label={t('save.label')}
			draft={draft}
			version={version}
			conflict={t('conflict.title', { version: String(version) })}
			problems={problems}
			unseen={isUnseen ? t('moved.title') : undefined}
			difference={difference}
			nothing={isUndecided ? t('save.undecided') : undefined}
			keeping={{
				isPending: set.isPending,
				error: set.error,
				reset: set.reset,
				save: () =>
					set.mutateAsync({ name, policy, note: draft?.note ?? '', expectedVersion: draft?.base ?? version, ...seen }),
				takeBack: (saved) =>
					set.mutateAsync({
						name,
						policy: before,
						note: t('save.undone', { version: String(saved) }),
						expectedVersion: saved,
						...seen,
					}),
			}}
			actions={actions}
			onDone={onDone}
		>
			<TextInput
				className="w-auto! flex-1 basis-48"
				aria-label={t('save.note')}
				placeholder={t('save.note')}
				maxLength={2000}
				value={draft?.note ?? ''}
				onChange={(event) => actions.setNote(event.target.value)}
			/>
		</DraftBar>
	);
}
