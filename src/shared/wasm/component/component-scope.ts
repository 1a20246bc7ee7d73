/**
 * What something is at a component's outside, as far as that is asked: types that no role has are `other`, and what
 * cannot be told, or would take too much to tell, is `unknown`.
 */
export type Shape =
	| { readonly kind: 'unknown' }
	| { readonly kind: 'other'; readonly word: string }
	| { readonly kind: 'primitive'; readonly word: string }
	| { readonly kind: 'list' | 'option'; readonly of: Shape }
	| { readonly kind: 'result'; readonly ok: Shape | null; readonly error: Shape | null }
	| { readonly kind: 'record'; readonly fields: readonly Named[] }
	| { readonly kind: 'function'; readonly params: readonly Named[]; readonly result: Shape | null }
	| InstanceShape
	| { readonly kind: 'component'; readonly instantiate: (given: ReadonlyMap<string, Shape>) => Shape };

type Named = readonly [name: string, shape: Shape];

export interface InstanceShape {
	readonly kind: 'instance';
	readonly exports: ReadonlyMap<string, { readonly sort: Sort; readonly shape: Shape }>;
}

/** The index spaces of a component, by the byte that names each. */
export const sorts = ['module', 'function', 'value', 'type', 'component', 'instance'] as const;
export type Sort = (typeof sorts)[number];

export const unknown: Shape = { kind: 'unknown' };
export const other = (word: string): Shape => ({ kind: 'other', word });

/** From 0x7f downwards. */
const primitiveWords = [
	...['bool', 's8', 'u8', 's16', 'u16', 's32', 'u32', 's64', 'u64', 'f32', 'f64', 'char', 'string'],
] as const;
const primitives: readonly Shape[] = primitiveWords.map((word) => ({ kind: 'primitive', word }));

/** A type without parts, by its number: −1 is the first. */
export function primitive(code: number): Shape {
	return primitives[-code - 1] ?? unknown;
}

/** What the indices within one component, or within a type of one, stand for. */
export class Scope {
	readonly #outer: Scope | null;
	readonly #spaces: Readonly<Record<Exclude<Sort, 'module' | 'value'>, Shape[]>> = {
		function: [],
		type: [],
		component: [],
		instance: [],
	};
	#knowsFunctions = true;

	constructor(outer: Scope | null) {
		this.#outer = outer;
	}

	add(sort: Sort, shape: Shape): void {
		if (sort !== 'module' && sort !== 'value') this.#spaces[sort].push(shape);
	}

	/** From here on nobody knows which functions there are. */
	loseFunctions(): void {
		this.#knowsFunctions = false;
	}

	at(sort: Sort, index: number): Shape {
		if (sort === 'module' || sort === 'value' || (sort === 'function' && !this.#knowsFunctions)) return unknown;
		return this.#spaces[sort][index] ?? unknown;
	}

	/** A type as it is used: an index, or below 0 one without parts. */
	type(index: number): Shape {
		return index < 0 ? primitive(index) : this.at('type', index);
	}

	/** What an instance exports by a name. */
	exported(instance: number, name: string): Shape {
		const found = this.at('instance', instance);
		return found.kind === 'instance' ? (found.exports.get(name)?.shape ?? unknown) : unknown;
	}

	/** The scope so many levels around this one; null: there is none. */
	around(levels: number): Scope | null {
		let scope: Scope | null = this;
		for (let left = levels; left > 0 && scope !== null; left--) scope = scope.#outer;
		return scope;
	}
}

/** Names of the functions that an instance has, in their order. */
export function functionsOf(shape: Shape): readonly string[] {
	if (shape.kind !== 'instance') return [];
	return [...shape.exports].flatMap(([name, { sort }]) => (sort === 'function' ? [name] : []));
}
