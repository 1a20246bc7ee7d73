import { Save, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Grant, lockedDown, type SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { useAction } from '../../client/engine.tsx';
import { Button } from '../../components/controls/button.tsx';
import { TextInput } from '../../components/controls/fields.tsx';
import { ErrorNote, Note } from '../../components/notes.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { useCommandWords } from '../../lib/keys/use-command-words.ts';
import { useCommandsHere } from '../../lib/keys/use-keys.tsx';
import { useFormat } from '../../lib/text/use-format.ts';
import { type Draft, isUnreadable } from './draft.ts';
import { isEmpty, useDifference } from './history/difference.ts';
import { DifferenceList } from './history/difference-list.tsx';
import type { DraftActions } from './use-draft.ts';

/** What saving would change, why, and the saving itself. */
export function SaveBar({
	name,
	granted,
	draft,
	policy,
	problems,
	actions,
	onDone,
}: {
	readonly name: string;
	readonly granted: Grant | null;
	readonly draft: Draft | null;
	readonly policy: SecurityPolicy;
	/** How many entries cannot be understood. */
	readonly problems: number;
	readonly actions: DraftActions;
	/** The draft is gone: the focus belongs to what remains. */
	onDone(): void;
}) {
	const { t } = useTranslation('policy');
	const { t: common } = useTranslation();
	const format = useFormat();
	const toasts = useToasts();
	const set = useAction('policy.set');
	const words = useCommandWords();
	const before = granted?.policy ?? lockedDown;
	const unreadable = draft !== null && isUnreadable(draft);
	const difference = useDifference(before, policy);
	const stale = draft !== null && draft.base !== (granted?.version ?? 0);
	const discard = (): void => {
		actions.discard();
		set.reset();
		onDone();
	};
	const save = async (): Promise<void> => {
		const version = draft?.base ?? granted?.version ?? 0;
		const saved = await set
			.mutateAsync({ name, policy, note: draft?.note ?? '', expectedVersion: version })
			.catch(() => null);
		if (saved === null) return;
		discard();
		toasts.done(() => t('save.done', { version: String(saved.version) }), {
			label: () => common('undo'),
			onPress: () =>
				void set
					.mutateAsync({
						name,
						policy: before,
						note: t('save.undone', { version: String(saved.version) }),
						expectedVersion: saved.version,
					})
					.catch((error: unknown) => toasts.failed(() => t('save.undoFailed'), error)),
		});
	};
	const blocked = unreadable
		? t('save.unreadable')
		: problems > 0
			? t('save.problems', { count: problems, text: format.count(problems) })
			: null;
	const cannotSave = blocked !== null || stale;
	useCommandsHere([
		{
			id: 'policySave',
			...words('policySave'),
			icon: Save,
			key: 'save',
			disabled: cannotSave || set.isPending,
			act: () => void save(),
		},
		...(draft === null ? [] : [{ id: 'policyDiscard', ...words('policyDiscard'), icon: Undo2, act: discard }]),
	]);
	return (
		<section aria-label={t('save.label')} className="flex flex-col gap-2 border-t border-line bg-raised px-4 py-3">
			{set.error !== null && set.error.code !== 'conflict' && <ErrorNote error={set.error} />}
			{stale && (
				<Note tone="attention">
					<p className="font-medium">{t('conflict.title', { version: String(granted?.version ?? 0) })}</p>
					<p>{t('conflict.text', { base: String(draft.base) })}</p>
					<div className="mt-2 flex gap-2">
						<Button onClick={discard}>{t('conflict.load')}</Button>
						<Button onClick={actions.rebase}>{t('conflict.keep')}</Button>
					</div>
				</Note>
			)}
			<section
				aria-label={t('save.difference')}
				aria-live="polite"
				// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
				tabIndex={0}
				className="max-h-[18vh] overflow-y-auto"
			>
				{blocked !== null ? (
					<p className="text-failed">{blocked}</p>
				) : (
					difference !== null &&
					(granted === null && isEmpty(difference) ? (
						<p>{t('save.undecided')}</p>
					) : (
						<DifferenceList difference={difference} />
					))
				)}
			</section>
			<form
				className="flex flex-wrap items-center gap-2"
				onSubmit={(event) => {
					event.preventDefault();
					void save();
				}}
			>
				<TextInput
					className="w-auto! flex-1 basis-48"
					aria-label={t('save.note')}
					placeholder={t('save.note')}
					maxLength={2000}
					value={draft?.note ?? ''}
					onChange={(event) => actions.setNote(event.target.value)}
				/>
				{draft !== null && <Button onClick={discard}>{t('save.discard')}</Button>}
				<Button type="submit" tone="primary" shortcut="save" busy={set.isPending} disabled={cannotSave}>
					{common('save')}
				</Button>
			</form>
		</section>
	);
}
