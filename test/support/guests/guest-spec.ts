import type { Broker } from '../../../src/core/broker/broker.ts';
import type { CallOptions, CallOutcome, GuestSpec } from '../../../src/core/runtime/runtime.ts';
import { lockedDown } from '../../../src/shared/policy/security-policy.ts';

/** A guest spec with defaults that suit a test; `module` may be text for fake sandboxes. */
export function guestSpec(
	changes: Partial<Omit<GuestSpec, 'module'>> & { readonly module?: Uint8Array | string } = {},
): GuestSpec {
	const { module = 'v1', ...rest } = changes;
	return {
		plugin: 'sample',
		versionHash: 'a'.repeat(64),
		guest: {
			plugin: 'sample',
			type: 'transformer',
			abi: 'dataflare/1',
			encoding: 'json',
			batch: false,
			config: '{}',
			env: [],
			args: [],
		},
		memoryLimitBytes: 1024 * 1024,
		timeoutMs: 2_000,
		instances: 1,
		policy: () => lockedDown,
		dataFolder: '/nowhere',
		...rest,
		module: typeof module === 'string' ? new TextEncoder().encode(module) : module,
	};
}

/** A call that hands text to a function. */
export function textCall(fn: string, text: string | null = null, options: Partial<CallOptions> = {}): CallOptions {
	return { fn, input: { kind: 'value', data: text === null ? null : new TextEncoder().encode(text) }, ...options };
}

/** The text that a call answered with. */
export async function textOf(outcome: Promise<CallOutcome>): Promise<string> {
	const { output } = await outcome;
	return output.kind === 'value' && output.data !== null ? new TextDecoder().decode(output.data) : '';
}

/** A broker that knows nothing. */
export const emptyBroker: Broker = { answer: async () => ({ status: -2, data: null }) };
