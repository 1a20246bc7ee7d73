import type { JsonSchema } from '../../lib/json/json-schema.ts';
import type { EditorDiagnostic } from './lint-json.ts';

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
