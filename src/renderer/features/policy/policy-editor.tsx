import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PolicyAnswer } from '../../../shared/api/policy-routes.ts';
import { asSeen, isSeen, type Seen } from '../../../shared/plugin/version-use.ts';
import { type PowerName, powers } from '../../../shared/policy/powers.ts';
import { lockedDown } from '../../../shared/policy/security-policy.ts';
import { useRoute } from '../../client/engine.tsx';
import { Button } from '../../components/controls/button.tsx';
import { ErrorNote, LoadingRows, Note } from '../../components/notes.tsx';
import { useHashQuery } from '../../lib/nav/hash-location.ts';
import { isChanged, isUnreadable, jsonOf } from './draft.ts';
import { useOtherLimits } from './form/limits.ts';
import { PolicyForm } from './form/policy-form.tsx';
import { type Preset, presetPolicy } from './form/presets.ts';
import { PolicyHistory } from './history/policy-history.tsx';
import { PolicyJson } from './policy-json.tsx';
import { PolicyToolbar } from './policy-toolbar.tsx';
import { SaveBar } from './save-bar.tsx';
import { type Decided, PolicyTester } from './tester/policy-tester.tsx';
import { RefusedLately } from './tester/refused-lately.tsx';
import { useSuggestion } from './tester/suggestion.ts';
import { SuggestionNotes } from './tester/suggestion-notes.tsx';
import { useDraft } from './use-draft.ts';

/** What one plugin asks for, what it is granted, and the deciding. */
export function PolicyEditor({ name }: { readonly name: string }) {
	const { data, error, isPending, refetch } = useRoute('policy.show', { name });
	if (isPending) return <LoadingRows />;
	if (data === undefined) return <ErrorNote error={error} onRetry={() => void refetch()} className="m-4" />;
	return <Editor key={name} name={name} answer={data} />;
}

const noProblems: readonly { readonly path: string; readonly message: string }[] = [];

function Editor({ name, answer }: { readonly name: string; readonly answer: PolicyAnswer }) {
	const { t } = useTranslation('policy');
	const { requested, granted, effective, isWaiting } = answer;
	// What is decided on is the version that was looked at: another that waits by now is looked at first.
	const [seen, setSeen] = useState<Seen>(() => asSeen(answer));
	const isUnseen = isWaiting && !isSeen(seen, asSeen(answer));
	const [query, change] = useHashQuery();
	const view = query.get('view') === 'json' ? 'json' : 'form';
	const [draft, actions] = useDraft(name, granted);
	const suggestion = useSuggestion(name, actions);
	const others = useOtherLimits(name);
	const [decided, setDecided] = useState<Decided | null>(null);
	const [adding, setAdding] = useState<PowerName | null>(null);
	const content = useRef<HTMLDivElement>(null);
	const before = granted?.policy ?? lockedDown;
	const policy = draft?.policy ?? before;
	const unreadable = draft !== null && isUnreadable(draft);
	const changed = draft !== null && (isChanged(draft, granted?.policy ?? null) || draft.note !== '');
	const preview = useRoute('policy.preview', { name, policy }, { keepPrevious: true });
	const problems = preview.data?.problems ?? noProblems;
	const policies = useMemo(
		() => ({ requested, granted: before, draft: policy, effective }),
		[requested, before, policy, effective],
	);
	const applyPreset = (preset: Preset): void => {
		const next = presetPolicy(preset, { draft: policy, requested });
		actions.edit(() => next);
		// A preset that lives by a list leads to it while it is empty.
		const power: PowerName | null = preset === 'readFolders' ? 'files' : preset === 'talkToHosts' ? 'network' : null;
		if (power !== null && next[powers[power].list].length === 0) {
			setAdding(power);
		}
	};
	return (
		<div className="flex h-full min-h-0 flex-col">
			<PolicyToolbar
				granted={granted}
				requested={requested}
				draft={policy}
				view={view}
				onPreset={applyPreset}
				onView={(next) => change({ view: next === 'form' ? null : next })}
			/>
			<div ref={content} tabIndex={-1} data-takes-focus className="min-h-0 flex-1 overflow-y-auto">
				<div className="flex flex-col gap-2 px-4 empty:hidden">
					{isUnseen && (
						<Note tone="attention">
							<p className="font-medium">{t('moved.title')}</p>
							<p>{t('moved.text')}</p>
							<Button
								className="mt-2"
								onClick={() => {
									setSeen(asSeen(answer));
									content.current?.focus();
								}}
							>
								{t('moved.looked')}
							</Button>
						</Note>
					)}
					<SuggestionNotes
						suggestion={suggestion}
						origin={draft?.origin ?? null}
						changed={changed}
						onClose={actions.forgetOrigin}
					/>
					{unreadable && view === 'form' && (
						<Note tone="attention">
							<p>{t('json.unreadable')}</p>
							<div className="mt-2 flex gap-2">
								<Button onClick={() => change({ view: 'json' })}>{t('json.goThere')}</Button>
								<Button onClick={() => actions.edit((now) => now)}>{t('json.dropText')}</Button>
							</div>
						</Note>
					)}
				</div>
				<div className="px-4 pt-2">
					{view === 'form' ? (
						<PolicyForm
							policies={policies}
							problems={problems}
							others={others}
							decided={decided}
							adding={adding}
							onAdding={setAdding}
							onEdit={actions.edit}
						/>
					) : (
						<PolicyJson
							text={draft?.text ?? jsonOf(policy)}
							requested={requested}
							problems={problems}
							onChange={actions.editText}
						/>
					)}
				</div>
				<div className="flex flex-col gap-6 p-4">
					<PolicyTester name={name} policy={policy} onDecided={setDecided} />
					<RefusedLately
						name={name}
						draft={policy}
						onAllow={(refused) => suggestion.suggest(refused.op, refused.target)}
					/>
					<PolicyHistory name={name} seen={seen} />
				</div>
			</div>
			{(changed || granted === null) && (
				<SaveBar
					name={name}
					granted={granted}
					draft={draft}
					policy={policy}
					problems={problems.length}
					seen={seen}
					isUnseen={isUnseen}
					actions={actions}
					onDone={() => content.current?.focus()}
				/>
			)}
		</div>
	);
}
