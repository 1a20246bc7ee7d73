import { Save, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DataFlareError } from '../../../shared/errors/errors.ts';
import { Button } from '../../components/controls/button.tsx';
import { ErrorNote, Note } from '../../components/notes.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { useCommandWords } from '../../lib/keys/use-command-words.ts';
import { useCommandsHere } from '../../lib/keys/use-keys.tsx';
import { useFormat } from '../../lib/text/use-format.ts';
import { type Draft, isUnreadable } from './draft.ts';
import type { Difference } from './history/difference.ts';
import { DifferenceList } from './history/difference-list.tsx';
import type { DraftActions } from './use-draft.ts';

/** How a draft is kept; each change is a new version that can be taken back. */
export interface Keeping {
	readonly isPending: boolean;
	readonly error: DataFlareError | null;
	reset(): void;
	/** Rejects as the engine does. */
	save(): Promise<{ readonly version: number }>;
	/** As it was before that version. */
	takeBack(version: number): Promise<unknown>;
}

/** What saving a draft would change, and the saving itself: of a plugin's policy, and of a template. */
export function DraftBar({
	label,
	draft,
	version,
	conflict,
	problems,
	unseen,
	difference,
	nothing,
	keeping,
	actions,
	onDone,
	children,
}: {
	readonly label: string;
	/** Null: nothing was changed, and what stands there can be saved as it is. */
	readonly draft: Draft | null;
	/** The newest. */
	readonly version: number;
	/** Says that a newer one came in between. */
	readonly conflict: string;
	/** How many entries cannot be understood. */
	readonly problems: number;
	/** Says that what would be decided on is not what was looked at. */
	readonly unseen?: string | undefined;
	readonly difference: Difference | null;
	/** Stands for the difference where there is none to show. */
	readonly nothing?: string | undefined;
	readonly keeping: Keeping;
	readonly actions: DraftActions;
	/** The draft is gone: the focus belongs to what remains. */
	onDone(): void;
	/** Beside the buttons. */
	readonly children: ReactNode;
}) {
	const { t } = useTranslation('policy');
	const { t: common } = useTranslation();
	const format = useFormat();
	const toasts = useToasts();
	const words = useCommandWords();
	const stale = draft !== null && draft.base !== version;
	const discard = (): void => {
		actions.discard();
		keeping.reset();
		onDone();
	};
	const save = async (): Promise<void> => {
		const saved = await keeping.save().catch(() => null);
		if (saved === null) return;
		discard();
		toasts.done(() => t('save.done', { version: String(saved.version) }), {
			label: () => common('undo'),
			onPress: () =>
				void keeping
					.takeBack(saved.version)
					.catch((error: unknown) => toasts.failed(() => t('save.undoFailed'), error)),
		});
	};
	const blocked =
		draft !== null && isUnreadable(draft)
			? t('save.unreadable')
			: problems > 0
				? t('save.problems', { count: problems, text: format.count(problems) })
				: (unseen ?? null);
	const cannotSave = blocked !== null || stale;
	useCommandsHere([
		{
			id: 'policySave',
			...words('policySave'),
			icon: Save,
			key: 'save',
			disabled: cannotSave || keeping.isPending,
			act: () => void save(),
		},
		...(draft === null ? [] : [{ id: 'policyDiscard', ...words('policyDiscard'), icon: Undo2, act: discard }]),
	]);
	return (
		<section aria-label={label} className="flex flex-col gap-2 border-t border-line bg-raised px-4 py-3">
			{keeping.error !== null && keeping.error.code !== 'conflict' && <ErrorNote error={keeping.error} />}
			{stale && (
				<Note tone="attention">
					<p className="font-medium">{conflict}</p>
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
				) : nothing !== undefined ? (
					<p>{nothing}</p>
				) : (
					difference !== null && <DifferenceList difference={difference} />
				)}
			</section>
			<form
				className="flex flex-wrap items-center gap-2"
				onSubmit={(event) => {
					event.preventDefault();
					void save();
				}}
			>
				{children}
				{draft !== null && <Button onClick={discard}>{t('save.discard')}</Button>}
				<Button type="submit" tone="primary" shortcut="save" busy={keeping.isPending} disabled={cannotSave}>
					{common('save')}
				</Button>
			</form>
		</section>
	);
}
