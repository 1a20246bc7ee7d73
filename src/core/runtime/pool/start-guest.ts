import type { CallSink, GuestSpec } from '../runtime.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { SparePool } from './spare-pool.ts';

export interface StartOptions {
	readonly role: 'pool' | 'lease';
	/** Other processes go before it. */
	readonly lowered: boolean;
	readonly sink: CallSink | undefined;
	/** Hears of the process before the load is over. */
	readonly taken: (sandbox: Sandbox) => void;
}

/** Takes a process and loads the guest into it. */
export async function startGuest(spares: SparePool, spec: GuestSpec, options: StartOptions): Promise<Sandbox> {
	const sandbox = await spares.take(options.role, options.lowered);
	options.taken(sandbox);
	await sandbox.load(spec, options.sink);
	return sandbox;
}
