import { type Diagnostic, linter, lintGutter, lintKeymap } from '@codemirror/lint';
import { StateEffect } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import clsx from 'clsx';
import { CircleX, TriangleAlert } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/text/use-format.ts';
import type { CodeEditorProps } from './editor-props.ts';
import { extensionsOf } from './extensions.ts';
import { heightOf, MIN_LINES } from './height.ts';
import { diagnosticsOf, type EditorDiagnostic } from './lint-json.ts';

/** Problems said in words under the text; the gutter has them all. */
const MAX_SAID = 4;

const recheck = StateEffect.define<null>();
const none: readonly EditorDiagnostic[] = [];

/**
 * A text with numbered lines, marked problems and, for JSON, completion. It lives in a shadow root: there CodeMirror
 * adopts its style sheets, which the content security policy allows, instead of adding style elements, which it refuses.
 */
export function JsonEditor({
	value,
	onChange,
	label,
	readOnly = false,
	language,
	schema,
	diagnostics = none,
	minLines = MIN_LINES,
	maxLines = 24,
	className,
}: CodeEditorProps) {
	const { t, i18n } = useTranslation();
	const format = useFormat();
	const host = useRef<HTMLDivElement>(null);
	const view = useRef<EditorView | null>(null);
	const [found, setFound] = useState<readonly (Diagnostic & { readonly line: number })[]>([]);
	/** What a running editor reads; it is not made anew for these. */
	const newest = useRef({ value, onChange, schema, diagnostics, t });
	/** The text as the editor and the page last agreed on it. */
	const agreed = useRef(value);
	useEffect(() => {
		newest.current = { value, onChange, schema, diagnostics, t };
	});

	// biome-ignore lint/correctness/useExhaustiveDependencies: the language's words are read from `newest`
	useEffect(() => {
		const element = host.current;
		if (element === null) return;
		const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
		const check = (editor: EditorView): readonly Diagnostic[] => {
			const all = diagnosticsOf(editor.state.doc, {
				json: language === 'json',
				schema: newest.current.schema,
				given: newest.current.diagnostics,
				t: newest.current.t,
			});
			setFound(all.map((one) => ({ ...one, line: editor.state.doc.lineAt(one.from).number })));
			return all;
		};
		agreed.current = newest.current.value;
		const editor = new EditorView({
			root,
			parent: root,
			doc: agreed.current,
			extensions: [
				extensionsOf({ label, language, readOnly, t: newest.current.t, schema: () => newest.current.schema }),
				linter(check, {
					delay: 150,
					needsRefresh: ({ transactions }) =>
						transactions.some(({ effects }) => effects.some((effect) => effect.is(recheck))),
				}),
				...(language === 'text' ? [] : [lintGutter()]),
				keymap.of(lintKeymap),
				EditorView.updateListener.of((update) => {
					if (!update.docChanged) return;
					const text = update.state.doc.toString();
					if (text === agreed.current) return;
					agreed.current = text;
					newest.current.onChange?.(text);
				}),
			],
		});
		view.current = editor;
		return () => {
			view.current = null;
			editor.destroy();
		};
	}, [label, language, readOnly, i18n.language]);

	useEffect(() => {
		if (value === agreed.current || view.current === null) return;
		agreed.current = value;
		view.current.dispatch({ changes: smallestChange(view.current.state.doc.toString(), value) });
	}, [value]);

	// biome-ignore lint/correctness/useExhaustiveDependencies: the editor reads them from `newest`
	useEffect(() => {
		view.current?.dispatch({ effects: recheck.of(null) });
	}, [diagnostics, schema]);

	return (
		<div className={clsx('flex min-w-0 flex-col gap-1', className)}>
			<div
				ref={host}
				data-editor={label}
				style={{ minHeight: heightOf(minLines), maxHeight: heightOf(maxLines) }}
				className={clsx(
					'flex min-w-0 flex-col overflow-hidden rounded-base border font-mono focus-within:border-accent focus-within:outline-1 focus-within:outline-accent',
					readOnly ? 'border-line bg-sunken' : 'border-edge bg-panel',
				)}
			/>
			<ul aria-live="polite" className={clsx('flex flex-col gap-0.5 text-small', found.length === 0 && 'sr-only')}>
				{found.slice(0, MAX_SAID).map((one) => (
					<ProblemLine
						key={`${one.from}/${one.message}`}
						problem={one}
						onOpen={() => {
							view.current?.dispatch({ selection: { anchor: one.from, head: one.to }, scrollIntoView: true });
							view.current?.focus();
						}}
					/>
				))}
				{found.length > MAX_SAID && (
					<li className="text-muted">
						{t('editor.moreProblems', {
							count: found.length - MAX_SAID,
							text: format.count(found.length - MAX_SAID),
						})}
					</li>
				)}
			</ul>
		</div>
	);
}

function ProblemLine({
	problem,
	onOpen,
}: {
	readonly problem: Diagnostic & { readonly line: number };
	onOpen(): void;
}) {
	const { t } = useTranslation();
	const format = useFormat();
	const Icon = problem.severity === 'error' ? CircleX : TriangleAlert;
	return (
		<li className="flex items-start gap-1.5">
			<Icon
				size={14}
				aria-hidden
				className={clsx('mt-0.5 shrink-0', problem.severity === 'error' ? 'text-failed' : 'text-attention')}
			/>
			<button type="button" className="rounded-small text-left wrap-anywhere hover:underline" onClick={onOpen}>
				<span className="text-muted">{t('editor.line', { text: format.count(problem.line) })}</span> {problem.message}
			</button>
		</li>
	);
}

/** The piece between what both texts begin and end with: a cursor elsewhere stays where it is. */
function smallestChange(before: string, after: string): { from: number; to: number; insert: string } {
	const shorter = Math.min(before.length, after.length);
	let from = 0;
	while (from < shorter && before[from] === after[from]) from += 1;
	let end = 0;
	while (end < shorter - from && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
	return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}
