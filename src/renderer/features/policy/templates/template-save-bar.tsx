import { Save, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PolicyTemplate } from '../../../../shared/plugin/policy-template.ts';
import { useAction } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { ErrorNote, Note } from '../../../components/notes.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { useCommandWords } from '../../../lib/keys/use-command-words.ts';
import { useCommandsHere } from '../../../lib/keys/use-keys.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { type Draft, isUnreadable } from '../draft.ts';
import { useDifference } from '../history/difference.ts';
import { DifferenceList } from '../history/difference-list.tsx';
import type { DraftActions } from '../use-draft.ts';

/** What saving would change of the template, and the saving itself; no grant changes by it. */
export function TemplateSaveBar({
	template,
	draft,
	problems,
	actions,
	onDone,
}: {
	readonly template: PolicyTemplate;
	readonly draft: Draft;
	/** How many entries cannot be understood. */
	readonly problems: number;
	readonly actions: DraftActions;
	/** The draft is gone: the focus belongs to what remains. */
	onDone(): void;
}) {
	const { t } = useTranslation('templates');
	const { t: ofPolicy } = useTranslation('policy');
	const { t: common } = useTranslation();
	const format = useFormat();
	const toasts = useToasts();
	const save = useAction('templates.save');
	const words = useCommandWords();
	const { id, policy: before } = template;
	const difference = useDifference(before, draft.policy);
	const stale = draft.base !== template.version;
	const discard = (): void => {
		actions.discard();
		save.reset();
		onDone();
	};
	const go = async (): Promise<void> => {
		const saved = await save.mutateAsync({ id, policy: draft.policy, expectedVersion: draft.base }).catch(() => null);
		if (saved === null) return;
		discard();
		toasts.done(() => t('save.done', { version: String(saved.version) }), {
			label: () => common('undo'),
			onPress: () =>
				void save
					.mutateAsync({ id, policy: before, expectedVersion: saved.version })
					.catch((error: unknown) => toasts.failed(() => t('save.undoFailed'), error)),
		});
	};
	const blocked = isUnreadable(draft)
		? ofPolicy('save.unreadable')
		: problems > 0
			? ofPolicy('save.problems', { count: problems, text: format.count(problems) })
			: null;
	const cannotSave = blocked !== null || stale;
	useCommandsHere([
		{
			id: 'policySave',
			...words('policySave'),
			icon: Save,
			key: 'save',
			disabled: cannotSave || save.isPending,
			act: () => void go(),
		},
		{ id: 'policyDiscard', ...words('policyDiscard'), icon: Undo2, act: discard },
	]);
	return (
		<section aria-label={t('save.label')} className="flex flex-col gap-2 border-t border-line bg-raised px-4 py-3">
			{save.error !== null && save.error.code !== 'conflict' && <ErrorNote error={save.error} />}
			{stale && (
				<Note tone="attention">
					<p className="font-medium">{t('save.conflict', { version: String(template.version) })}</p>
					<p>{t('save.conflictText', { base: String(draft.base) })}</p>
					<div className="mt-2 flex gap-2">
						<Button onClick={discard}>{ofPolicy('conflict.load')}</Button>
						<Button onClick={actions.rebase}>{ofPolicy('conflict.keep')}</Button>
					</div>
				</Note>
			)}
			<section
				aria-label={ofPolicy('save.difference')}
				aria-live="polite"
				// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
				tabIndex={0}
				className="max-h-[18vh] overflow-y-auto"
			>
				{blocked !== null ? (
					<p className="text-failed">{blocked}</p>
				) : (
					difference !== null && <DifferenceList difference={difference} />
				)}
			</section>
			<div className="flex flex-wrap items-center gap-2">
				<p className="mr-auto min-w-0 flex-1 basis-60 text-small text-muted">{t('save.note')}</p>
				<Button onClick={discard}>{ofPolicy('save.discard')}</Button>
				<Button tone="primary" shortcut="save" busy={save.isPending} disabled={cannotSave} onClick={() => void go()}>
					{common('save')}
				</Button>
			</div>
		</section>
	);
}
