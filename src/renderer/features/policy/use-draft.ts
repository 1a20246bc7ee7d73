import { useEffect, useState } from 'react';
import type { SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { lockedDown } from '../../../shared/policy/security-policy.ts';
import { type Decided, type Draft, isIdle, keepDraft, keptDraft, newDraft, withPolicy, withText } from './draft.ts';

export interface DraftActions {
	/** A change by the form; JSON that could not be read is replaced by it. */
	edit(change: (policy: SecurityPolicy) => SecurityPolicy, origin?: Draft['origin']): void;
	editText(text: string): void;
	setNote(note: string): void;
	/** Where a suggestion came from is known. */
	forgetOrigin(): void;
	discard(): void;
	/** The draft becomes a change of the newest version. */
	rebase(): void;
}

/** The draft of a plugin's policy, or a template's; it outlives the screen and reloads. Null: nothing was changed. */
export function useDraft(plugin: string, granted: Decided | null): readonly [Draft | null, DraftActions] {
	const [draft, setDraft] = useState(() => keptDraft(plugin, sessionStorage));
	useEffect(() => keepDraft(plugin, draft, sessionStorage), [plugin, draft]);
	const update = (change: (draft: Draft) => Draft): void =>
		setDraft((now) => {
			const next = change(now ?? newDraft(granted?.version ?? 0, granted?.policy ?? lockedDown));
			return isIdle(next, granted) ? null : next;
		});
	return [
		draft,
		{
			edit: (change, origin) =>
				update((now) => ({
					...withPolicy(now, change(now.policy)),
					origin: origin === undefined ? now.origin : origin,
				})),
			editText: (text) => update((now) => withText(now, text)),
			setNote: (note) => update((now) => ({ ...now, note })),
			forgetOrigin: () => update((now) => ({ ...now, origin: null })),
			discard: () => setDraft(null),
			rebase: () => update((now) => ({ ...now, base: granted?.version ?? 0 })),
		},
	];
}
