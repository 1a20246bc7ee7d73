import { descriptorCalls } from '../../../shared/host/descriptor-calls.ts';
import type { DescriptorCallName, DescriptorFields } from '../../../shared/host/operations.ts';
import type { HostRequest } from '../../../shared/sandbox/frames.ts';
import { type Errno, errno, isErrno } from '../../../shared/wasm/wasi/errno.ts';
import type { HostSide } from '../host-side.ts';

export interface BrokerAnswer {
	readonly error: Errno;
	readonly data: Uint8Array;
}

const nothing = new Uint8Array(0);

/** The broker's calls on descriptors; a failure is an errno and never thrown. */
export class BrokerFiles {
	readonly #host: HostSide;

	constructor(host: HostSide) {
		this.#host = host;
	}

	async ask<Name extends DescriptorCallName>(name: Name, fields: DescriptorFields<Name>): Promise<BrokerAnswer> {
		const request = { op: descriptorCalls[name].op, ...fields } as unknown as HostRequest;
		const { status, data } = await this.#host.ask(request);
		if (status >= 0) return { error: errno.success, data: data ?? nothing };
		const told = data?.length === 2 ? (data[0] as number) | ((data[1] as number) << 8) : errno.io;
		return { error: isErrno(told) && told !== errno.success ? told : errno.io, data: nothing };
	}
}
