import {
	autocompletion,
	type CompletionContext,
	closeBrackets,
	closeBracketsKeymap,
	completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import {
	drawSelection,
	EditorView,
	highlightActiveLine,
	highlightActiveLineGutter,
	highlightSpecialChars,
	keymap,
	lineNumbers,
} from '@codemirror/view';
import type { TFunction } from 'i18next';
import type { JsonSchema } from '../../lib/json/json-schema.ts';
import { completeJson } from './complete-json.ts';
import { theme } from './theme.ts';

/** CodeMirror's own words for its search panel and what it tells screen readers. */
const phrases = [
	'Completions',
	'Diagnostics',
	'Find',
	'Replace',
	'all',
	'by word',
	'close',
	'current match',
	'fold code',
	'folded code',
	'match case',
	'next',
	'on line',
	'previous',
	'regexp',
	'replace',
	'replace all',
	'to',
	'unfold',
	'Fold line',
	'Unfold line',
	'Control character',
	'Go to line',
	'go',
] as const;

/**
 * What every editor has. Tab is left to the page: it moves the focus on, as everywhere else; indentation is Ctrl-] and
 * Ctrl-[ of the default keys.
 */
export function extensionsOf(options: {
	readonly label: string;
	readonly language: 'json' | 'ndjson' | 'text';
	readonly readOnly: boolean;
	readonly t: TFunction<'common'>;
	schema(): JsonSchema | undefined;
}): Extension {
	const { label, language, readOnly, t, schema } = options;
	const complete = (context: CompletionContext) => {
		const known = schema();
		return known === undefined || language !== 'json' ? null : completeJson(context, known);
	};
	return [
		theme,
		EditorState.phrases.of(Object.fromEntries(phrases.map((phrase) => [phrase, t(`editor.phrase.${phrase}`)]))),
		EditorView.contentAttributes.of({
			'aria-label': label,
			...(readOnly ? { 'aria-readonly': 'true' } : {}),
			spellcheck: 'false',
		}),
		// A read-only text still takes the focus: it can be scrolled, searched and copied by keyboard.
		EditorState.readOnly.of(readOnly),
		EditorState.tabSize.of(2),
		indentUnit.of('  '),
		EditorView.lineWrapping,
		lineNumbers(),
		highlightSpecialChars(),
		history(),
		drawSelection(),
		highlightActiveLine(),
		highlightActiveLineGutter(),
		highlightSelectionMatches(),
		search({ top: true }),
		...(language !== 'text'
			? [
					json(),
					foldGutter(),
					bracketMatching(),
					closeBrackets(),
					indentOnInput(),
					autocompletion({ override: [complete], icons: false }),
				]
			: []),
		keymap.of([
			...closeBracketsKeymap,
			...completionKeymap,
			...defaultKeymap,
			...searchKeymap,
			...historyKeymap,
			...foldKeymap,
		]),
	];
}
