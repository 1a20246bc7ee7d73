import type { BrokerDeps } from '../../../src/core/broker/create-broker.ts';
import type { SecurityPolicyInput } from '../../../src/shared/policy/security-policy.ts';
import type { HostRequest } from '../../../src/shared/sandbox/frames.ts';
import { fileRights, folderRights, handedOn } from '../../../src/shared/wasm/wasi/rights.ts';
import { type TestGuest, testGuest } from '../guests/broker-guest.ts';

/** What a lying sandbox may send: requests on descriptors, whatever WASI's own rules would keep a guest from. */
export interface DescriptorGuest {
	readonly at: TestGuest;
	/** Handles of the granted folders by their names. */
	readonly roots: ReadonlyMap<string, number>;
	/** The handle, or WASI's error number as a negative number. */
	open(dir: number, path: string, how?: Opening): Promise<number>;
	/** 0, or WASI's error number as a negative number. */
	act(request: HostRequest): Promise<number>;
	read(handle: number, max?: number): Promise<string | number>;
	ask(request: HostRequest): ReturnType<TestGuest['ask']>;
}

interface Opening {
	readonly write?: boolean;
	readonly follow?: boolean;
	readonly oflags?: number;
	readonly rights?: number;
}

function errorOf({ status, data }: { readonly status: number; readonly data: Uint8Array | null }): number {
	return status >= 0 ? 0 : -((data?.[0] ?? 0) | ((data?.[1] ?? 0) << 8));
}

export async function descriptorGuest(
	grant: SecurityPolicyInput,
	deps: Partial<BrokerDeps> = {},
	prepare?: (at: TestGuest) => void,
): Promise<DescriptorGuest> {
	const at = testGuest(grant, deps);
	prepare?.(at);
	const { data } = await at.ask({ op: 'wasi_begin' });
	const preopens = JSON.parse(Buffer.from(data ?? []).toString()) as {
		readonly name: string;
		readonly handle: number;
	}[];
	return {
		at,
		roots: new Map(preopens.map(({ name, handle }) => [name, handle])),
		ask: (request) => at.ask(request),
		act: async (request) => errorOf(await at.ask(request)),
		async open(dir, path, { write = false, follow = true, oflags = 0, rights = fileRights | folderRights } = {}) {
			const how = (follow ? 1 : 0) | (oflags << 8);
			const request = { dir, path, how, rights: write ? rights : rights & ~64, inheriting: handedOn };
			const answer = await at.ask({ op: write ? 'wasi_open_write' : 'wasi_open_read', ...request });
			if (answer.status < 0) return errorOf(answer);
			return (JSON.parse(Buffer.from(answer.data ?? []).toString()) as { readonly handle: number }).handle;
		},
		async read(handle, max = 1 << 16) {
			const answer = await at.ask({ op: 'wasi_read', handle, offset: 0, max });
			return answer.status < 0 ? errorOf(answer) : Buffer.from(answer.data ?? []).toString();
		},
	};
}
