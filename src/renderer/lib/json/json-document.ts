import { jsonLanguage } from '@codemirror/lang-json';
import type { JsonPath } from './json-schema.ts';

/** A JSON value with the place where it stands in its text, in UTF-16 units. */
export type JsonNode = { readonly from: number; readonly to: number } & (
	| {
			readonly kind: 'object';
			readonly members: readonly {
				readonly key: string;
				readonly from: number;
				readonly to: number;
				readonly value: JsonNode;
			}[];
	  }
	| { readonly kind: 'array'; readonly items: readonly JsonNode[] }
	| { readonly kind: 'value'; readonly value: string | number | boolean | null }
);

type SyntaxNode = ReturnType<typeof jsonLanguage.parser.parse>['topNode'];

const containers: ReadonlySet<string> = new Set(['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null']);

/** The value of a text that is JSON. Null where it is not. */
export function readJson(text: string): JsonNode | null {
	const top = jsonLanguage.parser.parse(text).topNode;
	const value = childrenOf(top).find(({ name }) => containers.has(name));
	try {
		return value === undefined ? null : nodeOf(value, text);
	} catch {
		return null;
	}
}

function nodeOf(node: SyntaxNode, text: string): JsonNode {
	const { from, to } = node;
	if (node.name === 'Object') {
		const members = childrenOf(node)
			.filter(({ name }) => name === 'Property')
			.map((property) => {
				const [name, value] = childrenOf(property).filter(
					(child) => child.name === 'PropertyName' || containers.has(child.name),
				);
				if (name === undefined || value === undefined) throw new SyntaxError('a member without a value');
				const key = JSON.parse(text.slice(name.from, name.to)) as string;
				return { key, from: name.from, to: name.to, value: nodeOf(value, text) };
			});
		return { kind: 'object', from, to, members };
	}
	if (node.name === 'Array') {
		const items = childrenOf(node).filter(({ name }) => containers.has(name));
		return { kind: 'array', from, to, items: items.map((item) => nodeOf(item, text)) };
	}
	return { kind: 'value', from, to, value: JSON.parse(text.slice(from, to)) as string | number | boolean | null };
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
	const children: SyntaxNode[] = [];
	for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
	return children;
}

/** Where the value at a path stands, or the nearest value around it that is there. */
export function rangeAt(root: JsonNode, path: JsonPath): { readonly from: number; readonly to: number } {
	let here = root;
	for (const step of path) {
		const next: JsonNode | undefined =
			here.kind === 'array' && typeof step === 'number'
				? here.items[step]
				: here.kind === 'object'
					? here.members.findLast(({ key }) => key === step)?.value
					: undefined;
		if (next === undefined) break;
		here = next;
	}
	return { from: here.from, to: here.to };
}
