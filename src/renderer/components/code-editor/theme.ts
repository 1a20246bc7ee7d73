import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Only our tokens: as CSS variables they reach into the shadow root, and a change of theme needs nothing here. */
const look = EditorView.theme({
	'&': {
		flex: '1 1 auto',
		minHeight: '0',
		fontSize: '12px',
		color: 'var(--c-text)',
		backgroundColor: 'transparent',
	},
	'&.cm-focused': { outline: 'none' },
	'.cm-scroller': { fontFamily: 'inherit', lineHeight: '18px', overflow: 'auto' },
	'.cm-content': { padding: '4px 0', caretColor: 'var(--c-text)' },
	'.cm-line': { padding: '0 8px' },
	'.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--c-text)' },
	'&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
		background: 'color-mix(in srgb, var(--c-accent) 26%, transparent)',
	},
	'.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
	'&.cm-focused .cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--c-hover) 60%, transparent)' },
	'&.cm-focused .cm-activeLineGutter': { color: 'var(--c-text)' },
	'.cm-gutters': { backgroundColor: 'transparent', color: 'var(--c-muted)', border: 'none' },
	'.cm-lineNumbers .cm-gutterElement': { padding: '0 4px 0 8px', minWidth: '28px' },
	'.cm-foldGutter .cm-gutterElement': { padding: '0 2px' },
	'.cm-foldPlaceholder': { background: 'var(--c-sunken)', border: '1px solid var(--c-line)', color: 'var(--c-muted)' },
	'.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
		backgroundColor: 'var(--c-selected)',
		color: 'var(--c-text)',
	},
	'.cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--c-failed-soft)' },
	'.cm-placeholder': { color: 'var(--c-muted)' },
	'.cm-searchMatch': { backgroundColor: 'var(--c-attention-soft)', outline: '1px solid var(--c-attention)' },
	'.cm-selectionMatch': { backgroundColor: 'var(--c-selected)' },
	'.cm-gutter-lint': { width: '16px' },
	'.cm-gutter-lint .cm-gutterElement': { padding: '3px 2px' },
	'.cm-lint-marker': { width: '12px', height: '12px' },
	'.cm-lint-marker-error': { content: '""', borderRadius: '9999px', background: 'var(--c-failed)' },
	'.cm-lint-marker-warning': { content: '""', borderRadius: '2px', background: 'var(--c-attention)' },
	'.cm-lintRange': { backgroundImage: 'none', paddingBottom: '1px' },
	'.cm-lintRange-error': { textDecoration: 'underline wavy var(--c-failed)', textUnderlineOffset: '3px' },
	'.cm-lintRange-warning': { textDecoration: 'underline wavy var(--c-attention)', textUnderlineOffset: '3px' },
	'.cm-lintRange-active': { backgroundColor: 'var(--c-failed-soft)' },
	'.cm-tooltip': {
		border: '1px solid var(--c-line)',
		borderRadius: '6px',
		backgroundColor: 'var(--c-raised)',
		color: 'var(--c-text)',
		boxShadow: '0 8px 28px var(--c-shadow)',
		overflow: 'hidden',
		zIndex: '50',
	},
	'.cm-tooltip .cm-diagnostic': { padding: '4px 8px', border: 'none', fontFamily: 'var(--font-sans)' },
	'.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'inherit', maxHeight: '200px' },
	'.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '2px 8px', lineHeight: '20px' },
	'.cm-tooltip-autocomplete ul li[aria-selected]': { background: 'var(--c-selected)', color: 'var(--c-text)' },
	'.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
	'.cm-completionDetail': { color: 'var(--c-muted)', fontStyle: 'normal', marginLeft: '12px' },
	'.cm-completionInfo': { padding: '4px 8px', maxWidth: '320px', fontFamily: 'var(--font-sans)' },
	'.cm-panels': {
		backgroundColor: 'var(--c-raised)',
		color: 'var(--c-text)',
		borderColor: 'var(--c-line)',
		fontFamily: 'var(--font-sans)',
	},
	'.cm-panel.cm-search': { padding: '4px 24px 4px 8px' },
	'.cm-panel.cm-search label': { fontSize: '12px' },
	'.cm-textfield': {
		backgroundColor: 'var(--c-panel)',
		color: 'var(--c-text)',
		border: '1px solid var(--c-edge)',
		borderRadius: '4px',
		fontSize: '12px',
	},
	'.cm-button': {
		backgroundImage: 'none',
		backgroundColor: 'var(--c-panel)',
		color: 'var(--c-text)',
		border: '1px solid var(--c-line)',
		borderRadius: '4px',
		fontSize: '12px',
	},
	'.cm-panel.cm-search [name="close"]': { color: 'var(--c-muted)', fontSize: '16px' },
});

const colours = HighlightStyle.define([
	{ tag: tags.propertyName, color: 'var(--c-accent)' },
	{ tag: tags.string, color: 'var(--c-ok)' },
	{ tag: tags.number, color: 'var(--c-attention)' },
	{ tag: [tags.bool, tags.null], color: 'var(--c-denied)' },
	{ tag: tags.punctuation, color: 'var(--c-muted)' },
]);

export const theme = [look, syntaxHighlighting(colours)];
