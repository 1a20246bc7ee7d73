import type { Diagnostic } from '@codemirror/lint';
import type { Text } from '@codemirror/state';
import type { TFunction } from 'i18next';
import { checkJson } from '../../lib/json/check-json.ts';
import { type JsonNode, rangeAt, readJson } from '../../lib/json/json-document.ts';
import type { JsonPath, JsonSchema } from '../../lib/json/json-schema.ts';
import { plainText } from '../../lib/text/plain-text.ts';

/** Something to say about the text that the editor cannot find out itself. At `path` in JSON, or at a line (from 1). */
export interface EditorDiagnostic {
	readonly message: string;
	readonly severity?: 'error' | 'warning';
	readonly path?: JsonPath;
	readonly line?: number;
	/** From 1; absent: the whole line. */
	readonly column?: number;
}

/** Longer texts are not looked through while a person types, UTF-16 units. */
const MAX_CHECKED = 2_000_000;

export function diagnosticsOf(
	doc: Text,
	options: {
		readonly json: boolean;
		readonly schema: JsonSchema | undefined;
		readonly given: readonly EditorDiagnostic[];
		readonly t: TFunction<'common'>;
	},
): readonly Diagnostic[] {
	const { json, schema, given, t } = options;
	if (doc.length > MAX_CHECKED) return given.map((one) => placed(one, doc, null));
	const text = json || given.length > 0 ? doc.toString() : '';
	const found = json && text.trim() !== '' ? checkJson(text, schema) : [];
	const root = given.some(({ path }) => path !== undefined) ? readJson(text) : null;
	return [
		...found.map(({ from, to, severity, code, text: named }) => ({
			from,
			to,
			severity,
			message: t(`editor.problem.${code}`, { text: plainText(named) }),
		})),
		// What a path names cannot be found while the text is not JSON, which is said already.
		...given.filter(({ path }) => path === undefined || root !== null).map((one) => placed(one, doc, root)),
	].toSorted((left, right) => left.from - right.from);
}

function placed(
	{ message, severity = 'error', path, line, column }: EditorDiagnostic,
	doc: Text,
	root: JsonNode | null,
) {
	const said = { severity, message: plainText(message) };
	if (path !== undefined && root !== null) return { ...rangeAt(root, path), ...said };
	if (line === undefined || line < 1 || line > doc.lines) return { from: 0, to: 0, ...said };
	const { from, to } = doc.line(line);
	if (column === undefined) return { from, to, ...said };
	const at = Math.min(to, from + column - 1);
	return { from: at, to: Math.min(to, at + 1), ...said };
}
