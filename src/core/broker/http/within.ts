import { hostStatus } from '../../../shared/host/abi.ts';
import { HostFailure } from '../host-failure.ts';

/** Runs a task under a signal that aborts when `ms` have passed (`timedOut`) or the outer signal does (`cancelled`). */
export async function within<T>(ms: number, outer: AbortSignal, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
	// Not `AbortSignal.timeout`: its timer would outlive the task, as many as a guest makes requests.
	const late = new AbortController();
	const timer = setTimeout(() => late.abort(new HostFailure(hostStatus.timedOut, `It took longer than ${ms} ms.`)), ms);
	const signal = AbortSignal.any([outer, late.signal]);
	try {
		return await task(signal);
	} catch (error) {
		if (!signal.aborted) throw error;
		// Whichever came first.
		throw signal.reason === late.signal.reason
			? signal.reason
			: new HostFailure(hostStatus.cancelled, 'The call ended.');
	} finally {
		clearTimeout(timer);
	}
}
