/**
 * What a module may hold. Whatever is kept of it costs memory before any compiler has seen it, and a file of empty entries
 * would become many times its size; what is not kept is bounded by the file's own size. Real modules have been looked at:
 * the largest has 76,000 exports with 7 MB of names.
 */
export const moduleLimits = {
	types: 100_000,
	/** Of one function; V8's own limit. */
	params: 1_000,
	/** Parameters and results of all types together. */
	allParams: 1_000_000,
	/** Fields of one structure; V8's own limit. */
	fields: 2_000,
	/** V8's own limit. */
	functions: 1_000_000,
	imports: 100_000,
	exports: 100_000,
	memories: 100,
	customSections: 10_000,
	/** Of one name; V8's own limit. */
	nameBytes: 100_000,
	/** Of all imports and exports together. */
	allNameBytes: 16 * 1024 * 1024,
	/** V8's own limit. */
	locals: 50_000,
	/** Of one function's body; V8's own limit. */
	bodyBytes: 7_654_321,
	/**
	 * What a compiler has to remember of one function: its variables, at each place where control may come from elsewhere
	 * (`compile-cost.ts`). V8 takes 6 to 12 bytes for each. Of real modules none was seen with more than 3.7 million.
	 */
	states: 20_000_000,
	/** The same of all functions together, some seconds of judging their code. Of real modules none was seen with more than 70 million. */
	allStates: 1_000_000_000,
} as const;
