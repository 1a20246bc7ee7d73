import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import { type JsonPath, type JsonSchema, schemaAt, valuesOf } from '../../lib/json/json-schema.ts';

type SyntaxNode = ReturnType<ReturnType<typeof syntaxTree>['resolveInner']>;

/** Keys where a key may stand, values where a value may stand, as the schema names them. */
export function completeJson(context: CompletionContext, schema: JsonSchema): CompletionResult | null {
	const node = syntaxTree(context.state).resolveInner(context.pos, -1);
	const text = (from: number, to: number): string => context.state.sliceDoc(from, to);
	const word = context.matchBefore(/"?[\w.-]*/);
	const token = /^(?:PropertyName|String|Number|True|False|Null)$/.test(node.name) ? node : null;
	const from = token?.from ?? word?.from ?? context.pos;
	const to = token === null ? context.pos : Math.max(context.pos, token.to);
	if (!context.explicit && from === context.pos) return null;
	// What stands before the word decides: after a colon or in a list comes a value, else a key.
	const before = text(Math.max(0, from - 500), from).trimEnd();
	const holder = enclosing(token ?? node, from);
	if (holder === null) return null;
	if (holder.name === 'Object' && node.name !== 'String' && !before.endsWith(':')) {
		return {
			from,
			to,
			options: keyOptions(holder, schemaAt(schema, pathOf(holder, text)), text, from, to),
			filter: true,
		};
	}
	const path =
		holder.name === 'Array' ? [...pathOf(holder, text), 0] : [...pathOf(holder, text), keyBefore(holder, from, text)];
	const wanted = schemaAt(schema, path);
	if (wanted === undefined) return null;
	return { from, to, options: valuesOf(wanted).map(valueOption), filter: true };
}

/** The object or list in which something at this place stands. */
function enclosing(node: SyntaxNode, at: number): SyntaxNode | null {
	for (let here: SyntaxNode | null = node; here !== null; here = here.parent) {
		if ((here.name === 'Object' || here.name === 'Array') && here.from < at) return here;
	}
	return null;
}

/** Steps from the root to a node. Every index is 0: all items of a list have one schema. */
function pathOf(node: SyntaxNode, text: (from: number, to: number) => string): JsonPath {
	const path: (string | number)[] = [];
	for (let here: SyntaxNode | null = node; here !== null; here = here.parent) {
		if (here.parent?.name === 'Array') path.unshift(0);
		if (here.name === 'Property') path.unshift(nameOf(here, text));
	}
	return path;
}

function nameOf(property: SyntaxNode, text: (from: number, to: number) => string): string {
	const name = property.getChild('PropertyName');
	return name === null ? '' : text(name.from + 1, name.to - 1);
}

function keyBefore(object: SyntaxNode, at: number, text: (from: number, to: number) => string): string {
	const property = object.getChildren('Property').findLast(({ from }) => from < at);
	return property === undefined ? '' : nameOf(property, text);
}

function keyOptions(
	object: SyntaxNode,
	schema: JsonSchema | undefined,
	text: (from: number, to: number) => string,
	from: number,
	to: number,
): readonly Completion[] {
	const there = new Set(
		object
			.getChildren('Property')
			.filter((property) => !(property.from <= from && property.to >= from))
			.map((property) => nameOf(property, text)),
	);
	const hasValue = /^\s*:/.test(text(to, to + 200));
	return Object.entries(schema?.properties ?? {})
		.filter(([key]) => !there.has(key))
		.map(([key, inner]) => ({
			label: `"${key}"`,
			type: 'property',
			...(inner.type === undefined ? {} : { detail: inner.type }),
			...(inner.description === undefined ? {} : { info: inner.description }),
			apply: hasValue ? `"${key}"` : `"${key}": ${JSON.stringify(inner.default) ?? ''}`,
		}));
}

function valueOption(value: unknown): Completion {
	return { label: JSON.stringify(value), type: 'constant' };
}
