import type { LoadedGuest } from '../../../src/sandbox/guests/loaded-guest.ts';
import type { SecurityPolicyInput } from '../../../src/shared/policy/security-policy.ts';
import type { GuestDescription } from '../../../src/shared/sandbox/frames.ts';
import { type TestGuest, testGuest } from '../guests/broker-guest.ts';
import { loadGuest, RecordingHost, value } from '../guests/in-process-guest.ts';

/** A WASI guest in this process before a real broker: nothing between them but the calls themselves. */
export interface WasiGuest {
	readonly before: TestGuest;
	readonly logs: readonly string[];
	readonly guest: LoadedGuest;
}

const MEMORY_BYTES = 64 * 1024 * 1024;

export async function wasiGuest(
	module: string | Uint8Array,
	grant: SecurityPolicyInput,
	options: Partial<GuestDescription> & { readonly before?: TestGuest } = {},
): Promise<WasiGuest> {
	const { before = testGuest(grant), ...guest } = options;
	const host = new RecordingHost();
	host.answer = (request) => before.ask(request);
	const loaded = await loadGuest(module, {
		abi: 'wasi-command',
		encoding: 'bytes',
		memoryLimitBytes: MEMORY_BYTES,
		host,
		...guest,
	});
	return { before, logs: host.logs, guest: loaded };
}

/** Runs a program once: what it wrote to standard output, or what ended it. */
export async function runOnce({ guest }: Pick<WasiGuest, 'guest'>, input: string | null = null): Promise<string> {
	const output = await value(guest, 'process_data', input);
	return typeof output === 'string' ? output : '';
}
