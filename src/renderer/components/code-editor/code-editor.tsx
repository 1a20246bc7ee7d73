import clsx from 'clsx';
import { Suspense } from 'react';
import type { JsonSchema } from '../../lib/json/json-schema.ts';
import { loadLater } from '../../lib/load-later.tsx';
import { heightOf, MIN_LINES } from './height.ts';
import type { EditorDiagnostic } from './lint-json.ts';

export type { EditorDiagnostic } from './lint-json.ts';

export interface CodeEditorProps {
	readonly value: string;
	onChange?(value: string): void;
	/** Its name for the screen reader; a visible label, where there is one, is the caller's. */
	readonly label: string;
	readonly readOnly?: boolean;
	/** `ndjson` looks like JSON and is checked by nothing but `diagnostics`. */
	readonly language: 'json' | 'ndjson' | 'text';
	/** JSON alone: checked against this and completed from it. */
	readonly schema?: JsonSchema | undefined;
	readonly diagnostics?: readonly EditorDiagnostic[] | undefined;
	/** Lines of height; more are scrolled. */
	readonly minLines?: number;
	readonly maxLines?: number;
	readonly className?: string;
}

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
