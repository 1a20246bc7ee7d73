import type { z } from 'zod';

/** One request of the contract: what goes in, what comes out, and whether it changes anything. */
export interface Route<I extends z.ZodType = z.ZodType, O = unknown> {
	readonly access: 'read' | 'write';
	readonly input: I;
	/** Phantom: the type of the answer. Answers are made by the engine itself and cross only to trusted faces. */
	readonly output?: O;
}

export function defineRoute<O>() {
	return <I extends z.ZodType>(access: 'read' | 'write', input: I): Route<I, O> => ({ access, input });
}
