import type { ConfigProblem } from '../../../shared/config/config-problem.ts';
import type { ConfigSchema, JsonType, ReadSchema, SchemaObject } from '../../../shared/config/config-schema.ts';
import { schemaAtPlace } from '../../../shared/config/read-schema.ts';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { nearestWord } from '../../../shared/issues/did-you-mean.ts';
import { likeliest, type Way } from './likeliest.ts';
import { patternFits, patternWork } from './pattern.ts';
import { boundsProblems, canonical, isOfType, typeOf } from './values.ts';

/** What looking at a configuration may cost, in schemas that are held against values; more is given up. */
const MAX_STEPS = 20_000;
/** Of a pattern. */
const WORK_PER_STEP = 25;
/** Schemas within each other that lead to no value further in are followed so far. */
const MAX_WITHIN = 300;
/** So many problems are told. */
const MAX_PROBLEMS = 50;
const MAX_CHOICES = 20;

export interface ConfigurationCheck {
	readonly problems: readonly ConfigProblem[];
	/** False: the schema asks for more work than is done for it, so that the configuration passes unchecked. */
	readonly complete: boolean;
}

class GivenUp extends Error {}

const none: readonly ConfigProblem[] = [];

/**
 * Holds a configuration against its plugin's schema (JSON Schema 2020-12). Both may be hostile: the work is counted, and
 * patterns are matched in linear time. A validator that is run as code of its own, or that counts nothing, is no choice
 * here: the schema is the plugin's, and this is the process that no plugin may hold up.
 */
export function checkConfiguration(schema: ReadSchema, value: JsonValue): ConfigurationCheck {
	try {
		const problems = new Checker(schema).check(schema.root, value, []);
		return { problems: problems.slice(0, MAX_PROBLEMS), complete: true };
	} catch (thrown) {
		// What is nested beyond all stack is no more to be checked than what takes too long.
		if (thrown instanceof GivenUp || thrown instanceof RangeError) return { problems: [], complete: false };
		throw thrown;
	}
}

type Path = readonly (string | number)[];
type Fields = { readonly [key: string]: JsonValue };

class Checker {
	readonly #schema: ReadSchema;
	#steps = 0;
	#within = 0;

	constructor(schema: ReadSchema) {
		this.#schema = schema;
	}

	check(node: ConfigSchema, value: JsonValue, path: Path): readonly ConfigProblem[] {
		if (node === true) return [];
		if (node === false) return [{ path, kind: 'not_allowed' }];
		this.#spend(1);
		this.#within++;
		if (this.#within > MAX_WITHIN) throw new GivenUp();
		const problems = this.#problems(node, value, path);
		this.#within--;
		return problems;
	}

	#problems(node: SchemaObject, value: JsonValue, path: Path): readonly ConfigProblem[] {
		const wanted = node.type === undefined ? [] : typeof node.type === 'string' ? [node.type] : node.type;
		if (wanted.length > 0 && !wanted.some((type) => isOfType(value, type))) {
			return [{ path, kind: 'type', wanted: wanted as readonly JsonType[], found: typeOf(value) }];
		}
		// Most of a schema says little of most values: nothing is made for what it does not say.
		const problems: ConfigProblem[] = [];
		if (node.enum !== undefined || node.const !== undefined) problems.push(...this.#choice(node, value, path));
		for (const problem of boundsProblems(node, value)) problems.push({ path, ...problem });
		if (node.pattern !== undefined) problems.push(...this.#pattern(node, value, path));
		if (Array.isArray(value)) problems.push(...this.#list(node, value, path));
		else if (typeof value === 'object' && value !== null) problems.push(...this.#object(node, value as Fields, path));
		this.#joined(node, value, path, problems);
		return problems.length === 0 ? none : problems;
	}

	#spend(steps: number): void {
		this.#steps += steps;
		if (this.#steps > MAX_STEPS) throw new GivenUp();
	}

	/** What stands behind `enum` and `const`, compared by what it means: `1.0` is `1`, and the order of keys is none. */
	#choice(node: SchemaObject, value: JsonValue, path: Path): readonly ConfigProblem[] {
		const choices = node.const !== undefined ? [node.const] : node.enum;
		if (choices === undefined) return [];
		this.#spend(choices.length);
		const own = this.#canonical(value);
		const both = node.const === undefined || node.enum === undefined ? choices : [...node.enum, node.const];
		const isOne = (among: readonly JsonValue[]): boolean => among.some((each) => this.#canonical(each) === own);
		if (isOne(choices) && (node.enum === undefined || isOne(node.enum))) return [];
		const texts = both.filter((each): each is string => typeof each === 'string' && each.length > 1);
		return [
			{
				path,
				kind: 'choice',
				choices: both.slice(0, MAX_CHOICES).map((each) => JSON.stringify(each)),
				types: [],
				near: typeof value === 'string' ? nearestWord(value, texts.slice(0, 200)) : null,
			},
		];
	}

	#canonical(value: JsonValue): string {
		const text = canonical(value);
		this.#spend(Math.ceil(text.length / 64));
		return text;
	}

	#pattern(node: SchemaObject, value: JsonValue, path: Path): readonly ConfigProblem[] {
		if (node.pattern === undefined || typeof value !== 'string') return [];
		if (this.#fits(node.pattern, value)) return [];
		const example = node.examples?.find((each): each is string => typeof each === 'string') ?? null;
		return [{ path, kind: 'pattern', pattern: node.pattern, example }];
	}

	#fits(pattern: string, text: string): boolean {
		this.#spend(1 + Math.ceil(patternWork(pattern, text) / WORK_PER_STEP));
		return patternFits(pattern, text);
	}

	#list(node: SchemaObject, list: readonly JsonValue[], path: Path): readonly ConfigProblem[] {
		const { prefixItems = [], items, contains } = node;
		const problems = list.flatMap((each, index) => {
			const inner = prefixItems[index] ?? items;
			return inner === undefined ? [] : this.check(inner, each, [...path, index]);
		});
		if (node.uniqueItems === true) {
			const seen = new Set<string>();
			for (const [index, each] of list.entries()) {
				const text = this.#canonical(each);
				if (seen.has(text)) problems.push({ path: [...path, index], kind: 'repeated' });
				seen.add(text);
			}
		}
		if (contains !== undefined) {
			const count = list.filter((each) => this.check(contains, each, path).length === 0).length;
			const { minContains = 1, maxContains = Number.POSITIVE_INFINITY } = node;
			if (count < minContains || count > maxContains) problems.push({ path, kind: 'contains' });
		}
		return problems;
	}

	#object(node: SchemaObject, value: Fields, path: Path): readonly ConfigProblem[] {
		const { properties = {}, patternProperties = {}, additionalProperties, propertyNames } = node;
		const keys = Object.keys(value);
		const known = Object.keys(properties);
		const problems: ConfigProblem[] = [];
		const needed = (names: readonly string[]): void => {
			for (const key of names) {
				if (!Object.hasOwn(value, key)) problems.push({ path: [...path, key], kind: 'missing' });
			}
		};
		this.#spend(keys.length + (node.required?.length ?? 0));
		needed(node.required ?? []);
		for (const [key, others] of Object.entries(node.dependentRequired ?? {})) {
			if (Object.hasOwn(value, key)) needed(others);
		}
		for (const [key, inner] of Object.entries(node.dependentSchemas ?? {})) {
			if (Object.hasOwn(value, key)) problems.push(...this.check(inner, value, path));
		}
		for (const key of keys) {
			const here = [...path, key];
			const inner = value[key] as JsonValue;
			const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
			const byPattern = Object.entries(patternProperties).filter(([pattern]) => this.#fits(pattern, key));
			if (own !== undefined) problems.push(...this.check(own, inner, here));
			for (const [, each] of byPattern) problems.push(...this.check(each, inner, here));
			if (propertyNames !== undefined && this.check(propertyNames, key, here).length > 0) {
				problems.push({ path: here, kind: 'not_allowed' });
			}
			if (additionalProperties === undefined || own !== undefined || byPattern.length > 0) continue;
			if (additionalProperties === false) {
				const free = known.filter((name) => !Object.hasOwn(value, name));
				this.#spend(free.length);
				problems.push({ path: here, kind: 'unknown', near: nearestWord(key, free.slice(0, 200)) });
			} else problems.push(...this.check(additionalProperties, inner, here));
		}
		return problems;
	}

	#joined(node: SchemaObject, value: JsonValue, path: Path, problems: ConfigProblem[]): void {
		if (node.$ref !== undefined) {
			problems.push(...this.check(schemaAtPlace(this.#schema, node.$ref) ?? true, value, path));
		}
		for (const each of node.allOf ?? []) problems.push(...this.check(each, value, path));
		if (node.anyOf !== undefined) problems.push(...this.#someOf(node.anyOf, value, path));
		if (node.oneOf !== undefined) problems.push(...this.#oneOf(node.oneOf, value, path));
		if (node.not !== undefined && this.check(node.not, value, path).length === 0) {
			problems.push({ path, kind: 'not_allowed' });
		}
		if (node.if !== undefined) {
			const next = this.check(node.if, value, path).length === 0 ? node.then : node.else;
			if (next !== undefined) problems.push(...this.check(next, value, path));
		}
	}

	#someOf(branches: readonly ConfigSchema[], value: JsonValue, path: Path): readonly ConfigProblem[] {
		const found: Way[] = [];
		for (const branch of branches) {
			const problems = this.check(branch, value, path);
			if (problems.length === 0) return [];
			found.push({ problems, met: this.#met(branch, value) });
		}
		return likeliest(found, path);
	}

	#oneOf(branches: readonly ConfigSchema[], value: JsonValue, path: Path): readonly ConfigProblem[] {
		const found = branches.map((branch) => ({
			problems: this.check(branch, value, path),
			met: this.#met(branch, value),
		}));
		const fitting = found.filter(({ problems }) => problems.length === 0).length;
		if (fitting === 1) return [];
		return fitting === 0 ? likeliest(found, path) : [{ path, kind: 'ambiguous' }];
	}

	/** How many keys of a value a schema names. */
	#met(branch: ConfigSchema, value: JsonValue): number {
		if (typeof branch === 'boolean' || typeof value !== 'object' || value === null || Array.isArray(value)) return 0;
		const target = branch.$ref === undefined ? undefined : schemaAtPlace(this.#schema, branch.$ref);
		const named = { ...(typeof target === 'object' ? target.properties : {}), ...branch.properties };
		const keys = Object.keys(value);
		this.#spend(keys.length);
		return keys.filter((key) => Object.hasOwn(named, key)).length;
	}
}
