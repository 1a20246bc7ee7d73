import { type ConfigProblem, pathText } from '../../../shared/config/config-problem.ts';
import type { JsonType } from '../../../shared/config/config-schema.ts';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { found } from '../../../shared/issues/describe-issues.ts';

/** Characters of a place, a word or a pattern that are told: a plugin or a file may have made them long. */
const MAX_TOLD = 200;

export interface DescribedProblem {
	/** E.g. `config.columns[1].name`. */
	readonly path: string;
	/** What was expected, and what was found. No full stop. */
	readonly message: string;
	/** What to do about it. */
	readonly hint: string;
}

/** What is wrong with a configuration at one place, in the words that `describeIssues` has for the program's own. */
export function describeProblem(problem: ConfigProblem, config: JsonValue): DescribedProblem {
	const path = told(pathText(['config', ...problem.path]));
	const { wanted, hint, near } = wordsOf(problem);
	const meant = near === null || near === undefined ? '' : ` (did you mean "${told(near)}"?)`;
	const isThere = problem.kind !== 'missing' && problem.kind !== 'unknown';
	const what = isThere ? `; found ${found(valueAt(config, problem.path))}` : '';
	return { path, message: `${wanted}${meant}${what}`, hint };
}

interface Words {
	readonly wanted: string;
	readonly hint: string;
	readonly near?: string | null;
}

function wordsOf(problem: ConfigProblem): Words {
	switch (problem.kind) {
		case 'missing':
			return { wanted: 'is missing', hint: `Add "${told(lastKey(problem))}".` };
		case 'unknown': {
			const { near } = problem;
			return {
				wanted: 'is not a known key',
				near,
				hint: near === null ? 'Remove it.' : `Write "${told(near)}" instead.`,
			};
		}
		case 'type': {
			const wanted = list(problem.wanted.map(typeName));
			return { wanted: `expected ${wanted}`, hint: `Give ${wanted}.` };
		}
		case 'choice': {
			const wanted = list([...problem.choices.map(told), ...problem.types.map(typeName)]);
			return { wanted: `expected ${wanted}`, near: problem.near, hint: `Write ${wanted}.` };
		}
		case 'pattern': {
			const example = problem.example === null ? '' : ` such as ${JSON.stringify(told(problem.example))}`;
			return {
				wanted: `expected text that matches ${told(problem.pattern)}`,
				hint: `Write it in that form${example}.`,
			};
		}
		case 'repeated':
			return { wanted: 'is already in the list', hint: 'Keep one of the two.' };
		case 'contains':
			return { wanted: 'lacks a required value', hint: 'See what the plugin says about it.' };
		case 'ambiguous':
			return { wanted: 'has keys that cannot be combined', hint: 'Keep one of them.' };
		case 'not_allowed':
			return { wanted: 'is not allowed here', hint: 'Remove or change it.' };
		default:
			return bounded(problem.kind, problem.limit);
	}
}

function bounded(kind: Extract<ConfigProblem, { limit: number }>['kind'], limit: number): Words {
	const amount = limit.toLocaleString('en', { maximumFractionDigits: 20 });
	const some = {
		minimum: `a number of at least ${amount}`,
		maximum: `a number of at most ${amount}`,
		above: `a number above ${amount}`,
		below: `a number below ${amount}`,
		multiple: `a multiple of ${amount}`,
		min_length: limit === 1 ? 'text that is not empty' : `at least ${amount} characters`,
		max_length: `at most ${amount} characters`,
		min_items: `at least ${amount} ${limit === 1 ? 'entry' : 'entries'}`,
		max_items: `at most ${amount} ${limit === 1 ? 'entry' : 'entries'}`,
		min_keys: `at least ${amount} ${limit === 1 ? 'key' : 'keys'}`,
		max_keys: `at most ${amount} ${limit === 1 ? 'key' : 'keys'}`,
	}[kind];
	return { wanted: `expected ${some}`, hint: `Give ${some}.` };
}

function typeName(type: JsonType): string {
	return {
		null: 'null',
		boolean: 'true or false',
		integer: 'a whole number',
		number: 'a number',
		string: 'text in quotes',
		array: 'a list, [ … ]',
		object: 'an object, { … }',
	}[type];
}

function list(words: readonly string[]): string {
	return words.length < 2 ? (words[0] ?? 'nothing') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

function lastKey({ path }: ConfigProblem): string {
	return String(path.at(-1) ?? 'config');
}

function told(text: string): string {
	return text.length <= MAX_TOLD ? text : `${text.slice(0, MAX_TOLD - 1)}…`;
}

function valueAt(config: JsonValue, path: readonly (string | number)[]): unknown {
	let here: unknown = config;
	for (const step of path) {
		if (typeof here !== 'object' || here === null) return undefined;
		here = Object.hasOwn(here, step) ? (here as Record<string | number, unknown>)[step] : undefined;
	}
	return here;
}
