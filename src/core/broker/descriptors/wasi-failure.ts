import { codeOf } from '../../../shared/errors/code-of.ts';
import { hostStatus } from '../../../shared/host/abi.ts';
import { type Errno, errno } from '../../../shared/wasm/wasi/errno.ts';
import { AnsweredFailure, HostFailure, statusOf } from '../host-failure.ts';

export type ErrnoName = keyof typeof errno;

const statuses: Partial<Readonly<Record<ErrnoName, HostFailure['status']>>> = {
	noent: hostStatus.notFound,
	notcapable: hostStatus.permissionDenied,
	perm: hostStatus.permissionDenied,
	acces: hostStatus.permissionDenied,
	loop: hostStatus.permissionDenied,
	io: hostStatus.io,
	nospc: hostStatus.noSpace,
	fbig: hostStatus.tooLarge,
	canceled: hostStatus.cancelled,
};

/** A failure with WASI's own number. */
export class WasiFailure extends HostFailure {
	readonly errno: Errno;

	constructor(name: ErrnoName, message: string) {
		super(statuses[name] ?? hostStatus.invalid, message);
		this.errno = errno[name];
	}
}

const special: Readonly<Record<string, ErrnoName>> = { E2BIG: 'toobig', EACCES: 'acces', ECANCELED: 'canceled' };

/** WASI's number for whatever was thrown. */
function errnoOf(thrown: unknown): Errno {
	if (thrown instanceof WasiFailure) return thrown.errno;
	if (thrown instanceof HostFailure) {
		if (thrown.status === hostStatus.noSpace) return errno.nospc;
		if (thrown.status === hostStatus.notFound) return errno.noent;
		if (thrown.status === hostStatus.cancelled) return errno.canceled;
		return thrown.status === hostStatus.permissionDenied ? errno.notcapable : errno.inval;
	}
	const code = codeOf(thrown) ?? '';
	const name = special[code] ?? code.slice(1).toLowerCase();
	return Object.hasOwn(errno, name) ? errno[name as ErrnoName] : errno.io;
}

/** What a guest is told of a failure: its status for the record, and WASI's number for the guest. */
export function toldFailure(thrown: unknown): AnsweredFailure {
	const number = errnoOf(thrown);
	const denied = thrown instanceof HostFailure ? thrown.denied : null;
	const message = thrown instanceof Error ? thrown.message : '';
	return new AnsweredFailure(statusOf(thrown), message, denied, Uint8Array.of(number & 0xff, number >> 8));
}
