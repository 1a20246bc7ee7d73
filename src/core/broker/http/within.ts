import { hostStatus } from '../../../shared/abi.ts';
import { HostFailure } from '../host-failure.ts';

/** Runs a task under a signal that aborts when `ms` have passed (`timedOut`) or the outer signal does (`cancelled`). */
export async function within<T>(ms: number, outer: AbortSignal, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
	const own = new AbortController();
	const cancel = (): void => own.abort(new HostFailure(hostStatus.cancelled, 'The call ended.'));
	const timer = setTimeout(() => own.abort(new HostFailure(hostStatus.timedOut, `Longer than ${ms} ms.`)), ms);
	if (outer.aborted) cancel();
	outer.addEventListener('abort', cancel, { once: true });
	try {
		return await task(own.signal);
	} catch (error) {
		throw own.signal.aborted ? own.signal.reason : error;
	} finally {
		clearTimeout(timer);
		outer.removeEventListener('abort', cancel);
	}
}
