import type { z } from 'zod';

/** Whether a request changes anything: what a face may keep of its answer, and what it has to ask for anew after it. */
export type Access = 'read' | 'write';

/** One request of the contract: what goes in, what comes out, and whether it changes anything. */
export interface Route<A extends Access = Access, I extends z.ZodType = z.ZodType, O = unknown> {
	readonly access: A;
	readonly input: I;
	/** Phantom: the type of the answer. Answers are made by the engine itself and cross only to trusted faces. */
	readonly output?: O;
}

export function defineRoute<O>() {
	return <A extends Access, I extends z.ZodType>(access: A, input: I): Route<A, I, O> => ({ access, input });
}
