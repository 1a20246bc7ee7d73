import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComponentType } from '../../../shared/plugin/component-type.ts';
import { sentencesOf } from '../../lib/text/failure-text.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { useFailureText } from '../../lib/text/use-failure-text.ts';
import { type Draft, type Field, problemsOf } from './draft.ts';
import { fieldOf } from './field-of.ts';
import { type Refused, replacedBy } from './refused.ts';
import type { PathState } from './use-path-check.ts';

/** A sentence per field that has to be mended. */
export type FieldErrors = { readonly [F in Field]?: string | undefined };

/** `blocking`: it cannot start like this. `shown`: what is said, which before the first try is what nobody could miss. */
export function useFieldErrors(
	draft: Draft,
	type: ComponentType | null,
	inputState: PathState,
	refused: Refused | null,
	tried: boolean,
): { readonly blocking: FieldErrors; readonly shown: FieldErrors } {
	const { t } = useTranslation('runFile');
	const say = useFailureText();
	return useMemo(() => {
		const problems = problemsOf(draft, type);
		const form = Object.fromEntries(
			Object.entries(problems).map(([field, problem]) => [field, t(`problem.${problem}`)]),
		) as FieldErrors;
		const found: FieldErrors = {};
		const input = draft.what === 'plugin' && draft.input !== '' ? inputProblem(inputState) : null;
		const place: FieldErrors = input === null ? found : { input: t(`problem.${input}`) };
		// What the engine said is true for as long as nobody changed the form.
		const about =
			refused !== null && refused.draft === draft && replacedBy(refused) === null
				? fieldOf(refused.error, draft)
				: null;
		const said: FieldErrors =
			about === null || refused === null ? {} : { [about]: plainText(sentencesOf(say(refused.error)).slice(0, 1000)) };
		// What the disk was when it was looked at is said and blocks nothing: the engine looks when it opens the file.
		return { blocking: form, shown: { ...said, ...place, ...(tried ? form : {}) } };
	}, [draft, type, inputState, refused, tried, t, say]);
}

function inputProblem({ state }: PathState): 'noSuchFile' | 'isFolder' | 'noSuchFolder' | null {
	switch (state) {
		case 'missing':
			return 'noSuchFile';
		case 'noFolder':
			return 'noSuchFolder';
		case 'folder':
			return 'isFolder';
		case 'file':
		case 'unknown':
			return null;
	}
}
