import type { CallSink, GuestSpec } from './runtime.ts';
import type { Sandbox } from './sandbox-process.ts';
import type { SparePool } from './spare-pool.ts';

/** Takes a process and loads the guest into it. `taken` hears of the process before the load is over. */
export async function startGuest(
	spares: SparePool,
	spec: GuestSpec,
	role: 'pool' | 'lease',
	sink: CallSink | undefined,
	taken: (sandbox: Sandbox) => void,
): Promise<Sandbox> {
	const sandbox = await spares.take(role);
	taken(sandbox);
	await sandbox.load(spec, sink);
	return sandbox;
}
