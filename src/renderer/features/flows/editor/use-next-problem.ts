import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditorView } from './editor-context.ts';

/** Leads to the problem behind the one that was led to last, and from the last to the first. */
export function useNextProblem({ check, editor, open }: EditorView): () => void {
	const { t } = useTranslation('flows');
	const last = useRef(-1);
	return () => {
		const { problems } = check;
		if (problems.length === 0) {
			editor.say(t('problems.none'));
			return;
		}
		last.current = (last.current + 1) % problems.length;
		const problem = problems[last.current];
		if (problem === undefined) return;
		editor.say(problem.text);
		if (problem.component === null) editor.select([]);
		else open(problem.component, problem.key);
	};
}
