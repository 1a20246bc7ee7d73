import { expect, inject } from 'vitest';
import { needsBuild } from './touched-tests.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		/** Why `out/` is older than its sources; empty: it is not. */
		readonly buildFailure: string;
	}
}

const failure = inject('buildFailure');
// What was built before would tell nothing of the sources as they are.
if (failure !== '' && needsBuild(expect.getState().testPath ?? '')) throw new Error(failure);
