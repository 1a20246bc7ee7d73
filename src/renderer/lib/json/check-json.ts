import { findJsonProblem } from '../../../shared/json/json-problem.ts';
import { type JsonNode, readJson } from './json-document.ts';
import type { JsonSchema } from './json-schema.ts';

/** What is wrong with a JSON text, and where; the words for `code` are the window's (`common:editor.problem`). */
export interface JsonTextProblem {
	readonly from: number;
	readonly to: number;
	readonly severity: 'error' | 'warning';
	readonly code:
		| 'empty'
		| 'ended'
		| 'unexpected'
		| 'unknownKey'
		| 'repeatedKey'
		| 'missingKey'
		| 'type'
		| 'choice'
		| 'tooSmall'
		| 'tooLarge'
		| 'tooShort'
		| 'tooLong'
		| 'tooMany';
	/** What the sentence names: the key, the character, the expected type, the bound. */
	readonly text: string;
}

/** Where a text is not JSON, or else where it does not fit the schema. Empty: all is well. */
export function checkJson(text: string, schema?: JsonSchema): readonly JsonTextProblem[] {
	const syntax = findJsonProblem(text);
	if (syntax !== null) return [syntaxProblem(text, syntax)];
	if (schema === undefined) return [];
	const root = readJson(text);
	return root === null ? [] : [...problemsOf(root, schema)];
}

function syntaxProblem(text: string, { line, column }: { line: number; column: number }): JsonTextProblem {
	const starts = text.split('\n');
	const at = starts.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0) + column - 1;
	const severity = 'error' as const;
	if (text.trim() === '') return { from: 0, to: text.length, severity, code: 'empty', text: '' };
	if (at >= text.length) {
		return { from: Math.max(0, text.length - 1), to: text.length, severity, code: 'ended', text: '' };
	}
	const found = String.fromCodePoint(text.codePointAt(at) ?? 0);
	return {
		from: at,
		to: at + found.length,
		severity,
		code: 'unexpected',
		text: isDrawn(found) ? found : JSON.stringify(found).slice(1, -1),
	};
}

/** A character that is seen as itself; others are written as JSON escapes them. */
function isDrawn(character: string): boolean {
	return !/[\p{C}\p{Z}]/u.test(character);
}

function* problemsOf(node: JsonNode, schema: JsonSchema): Generator<JsonTextProblem> {
	const problem = (code: JsonTextProblem['code'], text: string, at: { from: number; to: number } = node) => ({
		from: at.from,
		to: at.to,
		severity: 'error' as const,
		code,
		text,
	});
	if (schema.type !== undefined && !isOfType(node, schema.type)) {
		yield problem('type', schema.type);
		return;
	}
	if (node.kind === 'value') {
		const choices = schema.const === undefined ? schema.enum : [schema.const];
		if (choices !== undefined && !choices.includes(node.value)) {
			yield problem('choice', choices.map((choice) => JSON.stringify(choice)).join(', '));
		}
		yield* boundProblems(node.value, schema, problem);
		return;
	}
	if (node.kind === 'array') {
		if (schema.maxItems !== undefined && node.items.length > schema.maxItems) {
			yield problem('tooMany', String(schema.maxItems));
		}
		if (schema.items !== undefined) for (const item of node.items) yield* problemsOf(item, schema.items);
		return;
	}
	const seen = new Set<string>();
	for (const member of node.members) {
		if (seen.has(member.key)) yield problem('repeatedKey', member.key, member);
		seen.add(member.key);
		const known = schema.properties !== undefined && Object.hasOwn(schema.properties, member.key);
		const inner = known ? schema.properties?.[member.key] : schema.additionalProperties;
		if (inner === false) yield problem('unknownKey', member.key, member);
		else if (typeof inner === 'object') yield* problemsOf(member.value, inner);
	}
	for (const key of schema.required ?? []) {
		if (!seen.has(key)) yield problem('missingKey', key, { from: node.from, to: node.from + 1 });
	}
}

function* boundProblems(
	value: string | number | boolean | null,
	schema: JsonSchema,
	problem: (code: JsonTextProblem['code'], text: string) => JsonTextProblem,
): Generator<JsonTextProblem> {
	if (typeof value === 'number') {
		if (schema.minimum !== undefined && value < schema.minimum) yield problem('tooSmall', String(schema.minimum));
		if (schema.maximum !== undefined && value > schema.maximum) yield problem('tooLarge', String(schema.maximum));
	}
	if (typeof value === 'string') {
		if (value.length < (schema.minLength ?? 0)) yield problem('tooShort', String(schema.minLength));
		if (value.length > (schema.maxLength ?? Number.POSITIVE_INFINITY))
			yield problem('tooLong', String(schema.maxLength));
	}
}

function isOfType(node: JsonNode, type: NonNullable<JsonSchema['type']>): boolean {
	if (node.kind !== 'value') return node.kind === type;
	if (node.value === null) return type === 'null';
	if (type === 'integer') return Number.isSafeInteger(node.value);
	return typeof node.value === type;
}
