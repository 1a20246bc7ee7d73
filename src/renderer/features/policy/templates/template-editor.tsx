import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TemplateAnswer } from '../../../../shared/api/template-routes.ts';
import { type LimitName, limitNames } from '../../../../shared/policy/policy-limits.ts';
import type { PowerName } from '../../../../shared/policy/powers.ts';
import { useRoute } from '../../../client/engine.tsx';
import { Button } from '../../../components/controls/button.tsx';
import { Segmented } from '../../../components/controls/choices.tsx';
import { Note } from '../../../components/notes.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { useHashQuery } from '../../../lib/nav/hash-location.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { isChanged, isUnreadable, jsonOf } from '../draft.ts';
import type { OtherLimits } from '../form/limits.ts';
import { PolicyForm } from '../form/policy-form.tsx';
import { FormAlone } from '../form/stacked.tsx';
import { PolicyJson } from '../policy-json.tsx';
import { useDraft } from '../use-draft.ts';
import { TemplateSaveBar } from './template-save-bar.tsx';
import { TemplateUses } from './template-uses.tsx';

const noProblems: readonly { readonly path: string; readonly message: string }[] = [];
/** What holds a limit down belongs to a plugin. */
const noOthers = Object.fromEntries(
	limitNames.map((name) => [name, { own: undefined, ceiling: undefined }]),
) as unknown as Readonly<Record<LimitName, OtherLimits>>;

/** What a template allows, changed as a grant is, and which plugins have it. */
export function TemplateEditor({
	answer,
	onApply,
}: {
	readonly answer: TemplateAnswer;
	onApply(plugins: readonly string[]): void;
}) {
	const { t } = useTranslation('templates');
	const { t: ofPolicy } = useTranslation('policy');
	const format = useFormat();
	const { template } = answer;
	const [query, change] = useHashQuery();
	const view = query.get('view') === 'json' ? 'json' : 'form';
	const [draft, actions] = useDraft(`template:${template.id}`, template);
	const [adding, setAdding] = useState<PowerName | null>(null);
	const content = useRef<HTMLDivElement>(null);
	const policy = draft?.policy ?? template.policy;
	const unreadable = draft !== null && isUnreadable(draft);
	const described = useRoute('policy.describe', { policy }, { keepPrevious: true });
	const problems = described.data?.problems ?? noProblems;
	const policies = useMemo(
		() => ({ requested: null, granted: template.policy, draft: policy, effective: policy }),
		[template.policy, policy],
	);
	return (
		<div className="flex h-full min-h-0 flex-col">
			<div className="flex flex-wrap items-center gap-2 px-4 py-2">
				<p className="mr-auto min-w-0 text-muted">
					<span className="font-medium text-text">{t('version', { version: String(template.version) })}</span> ·{' '}
					<span title={format.fullTime(template.changedAt)}>{format.relative(template.changedAt)}</span>
					{template.note !== '' && (
						<>
							{' '}
							· <PluginText max={300}>{template.note}</PluginText>
						</>
					)}
				</p>
				<Segmented
					label={ofPolicy('view.label')}
					value={view}
					options={(['form', 'json'] as const).map((value) => ({ value, label: ofPolicy(`view.${value}`) }))}
					onChange={(next) => change({ view: next === 'form' ? null : next })}
				/>
			</div>
			<div ref={content} tabIndex={-1} data-takes-focus className="min-h-0 flex-1 overflow-y-auto">
				{unreadable && view === 'form' && (
					<Note tone="attention" className="mx-4">
						<p>{ofPolicy('json.unreadable')}</p>
						<div className="mt-2 flex gap-2">
							<Button onClick={() => change({ view: 'json' })}>{ofPolicy('json.goThere')}</Button>
							<Button onClick={() => actions.edit((now) => now)}>{ofPolicy('json.dropText')}</Button>
						</div>
					</Note>
				)}
				<div className="px-4 pt-2">
					{view === 'form' ? (
						<FormAlone value={true}>
							<PolicyForm
								policies={policies}
								problems={problems}
								others={noOthers}
								decided={null}
								adding={adding}
								onAdding={setAdding}
								onEdit={actions.edit}
							/>
						</FormAlone>
					) : (
						<PolicyJson
							text={draft?.text ?? jsonOf(policy)}
							requested={null}
							problems={problems}
							onChange={actions.editText}
						/>
					)}
				</div>
				<div className="p-4">
					<TemplateUses answer={answer} onApply={onApply} />
				</div>
			</div>
			{draft !== null && isChanged(draft, template.policy) && (
				<TemplateSaveBar
					template={template}
					draft={draft}
					problems={problems.length}
					actions={actions}
					onDone={() => content.current?.focus()}
				/>
			)}
		</div>
	);
}
