import clsx from 'clsx';
import { Suspense } from 'react';
import { loadLater } from '../../lib/load-later.tsx';
import type { CodeEditorProps } from './editor-props.ts';
import { heightOf, MIN_LINES } from './height.ts';

export type { EditorDiagnostic } from './lint-json.ts';

const JsonEditor = loadLater(async () => (await import('./json-editor.tsx')).JsonEditor);

/** A text with numbered lines. The editor's own code comes later than the page; its place is kept meanwhile. */
export function CodeEditor(props: CodeEditorProps) {
	const place = (
		<div className={clsx('min-w-0', props.className)} style={{ minHeight: heightOf(props.minLines ?? MIN_LINES) }} />
	);
	return (
		<Suspense fallback={place}>
			<JsonEditor {...props} />
		</Suspense>
	);
}
