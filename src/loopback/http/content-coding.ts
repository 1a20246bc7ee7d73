/** How the bytes of an answer may be coded, best first, and what a file of the page that is coded so ends in. */
export const codings = [
	['br', '.br'],
	['gzip', '.gz'],
] as const;

export type Coding = (typeof codings)[number][0];

/** The best of what is there that a request's `Accept-Encoding` takes (RFC 9110, 12.5.3); null: the bytes as they are. */
export function chooseCoding(accepted: string | undefined, there: (coding: Coding) => boolean): Coding | null {
	const weights = weightsOf(accepted ?? '');
	const taken = codings.filter(([coding]) => (weights.get(coding) ?? weights.get('*') ?? 0) > 0 && there(coding));
	return taken[0]?.[0] ?? null;
}

/** What is not understood is not accepted. */
function weightsOf(accepted: string): ReadonlyMap<string, number> {
	return new Map(
		accepted.split(',').map((part) => {
			const [name = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase());
			const weight = parameters.find((each) => each.startsWith('q='))?.slice(2) ?? '1';
			return [name, /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(weight) ? Number(weight) : 0] as const;
		}),
	);
}
