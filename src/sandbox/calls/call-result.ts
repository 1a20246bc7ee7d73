import type { DataFlareError } from '../../shared/errors/errors.ts';
import type { CallCounts, CallFrame, CallOutput } from '../../shared/sandbox/frames.ts';

export type CallRequest = Pick<CallFrame, 'fn' | 'input' | 'maxOutputBytes'>;

export type CallResult =
	| { readonly ok: true; readonly output: CallOutput; readonly counts: CallCounts }
	| { readonly ok: false; readonly error: DataFlareError; readonly instanceLost: boolean };
