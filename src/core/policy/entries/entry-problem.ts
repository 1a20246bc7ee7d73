/** What is wrong with one entry of a policy, in the words of a message: expected …, found …; hint. */
export interface EntryProblem {
	readonly expected: string;
	readonly hint: string;
}

export type ParsedEntry<T> =
	| { readonly ok: true; readonly entry: T }
	| { readonly ok: false; readonly problem: EntryProblem };

export function badEntry(expected: string, hint: string): { readonly ok: false; readonly problem: EntryProblem } {
	return { ok: false, problem: { expected, hint } };
}
