import type { WireError } from '../../shared/errors/errors.ts';
import { hintOf } from './hint-of.ts';

/** What is wrong beside the first, of an error that knows of several: a line each, with what to do. */
export function otherProblems({ details = {} }: Pick<WireError, 'details'>): readonly string[] {
	const [problems, issues] = [listIn(details['problems']), listIn(details['issues'])];
	return [
		...problems.slice(1).flatMap(({ error }) => (isError(error) ? [lineOf(error.message, hintOf(error))] : [])),
		...issues
			.slice(1)
			.flatMap(({ at, message, hint }) =>
				typeof at === 'string' && typeof message === 'string'
					? [lineOf(`${at}: ${message}.`, typeof hint === 'string' ? hint : undefined)]
					: [],
			),
	];
}

type Entry = { readonly [key: string]: unknown };

function listIn(value: unknown): readonly Entry[] {
	return Array.isArray(value) ? value.filter((each): each is Entry => typeof each === 'object' && each !== null) : [];
}

function isError(value: unknown): value is WireError {
	return typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string';
}

function lineOf(message: string, hint: string | undefined): string {
	return `also: ${message}${hint === undefined ? '' : ` ${hint}`}`;
}
