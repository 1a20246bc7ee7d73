/** Marks a branch that the types say cannot be reached. */
export function assertNever(value: never, what: string): never {
	throw new Error(`${what}: unexpected ${JSON.stringify(value)}`);
}
