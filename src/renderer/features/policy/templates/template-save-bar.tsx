import { useTranslation } from 'react-i18next';
import type { PolicyTemplate } from '../../../../shared/plugin/policy-template.ts';
import { useAction } from '../../../client/engine.tsx';
import type { Draft } from '../draft.ts';
import { DraftBar } from '../draft-bar.tsx';
import { useDifference } from '../history/difference.ts';
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
	const save = useAction('templates.save');
	const { id, policy: before, version } = template;
	const difference = useDifference(before, draft.policy);
	return (
		<DraftBar
			label={t('save.label')}
			draft={draft}
			version={version}
			conflict={t('save.conflict', { version: String(version) })}
			problems={problems}
			difference={difference}
			keeping={{
				isPending: save.isPending,
				error: save.error,
				reset: save.reset,
				save: () => save.mutateAsync({ id, policy: draft.policy, expectedVersion: draft.base }),
				takeBack: (saved) => save.mutateAsync({ id, policy: before, expectedVersion: saved }),
			}}
			actions={actions}
			onDone={onDone}
		>
			<p className="mr-auto min-w-0 flex-1 basis-60 text-small text-muted">{t('save.note')}</p>
		</DraftBar>
	);
}
