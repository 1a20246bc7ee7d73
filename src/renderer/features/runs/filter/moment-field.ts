/** The value of a `datetime-local` field, to the second. `at` is Unix ms. */
export function toField(at: number, utc: boolean): string {
	const shifted = utc ? at : at - new Date(at).getTimezoneOffset() * 60_000;
	return new Date(shifted).toISOString().slice(0, 19);
}

/** Unix ms; null: nothing is chosen, or not all of it. */
export function fromField(value: string, utc: boolean): number | null {
	const at = Date.parse(utc ? `${value}Z` : value);
	return Number.isNaN(at) ? null : at;
}
