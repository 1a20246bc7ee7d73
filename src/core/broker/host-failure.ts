import { type HostStatus, hostStatus } from '../../shared/abi.ts';
import { codeOf } from '../../shared/errors/code-of.ts';
import type { PolicyDecision } from '../../shared/policy/security-policy.ts';

export interface Denial {
	readonly rule: string;
	readonly reason: string;
}

/** A host request that is answered with a negative status. `denied` is set where policy refused it. */
export class HostFailure extends Error {
	readonly status: HostStatus;
	readonly denied: Denial | null;

	constructor(status: HostStatus, message: string, denied: Denial | null = null) {
		super(message);
		this.name = 'HostFailure';
		this.status = status;
		this.denied = denied;
	}
}

export function deniedBy(rule: string, reason: string): HostFailure {
	return new HostFailure(hostStatus.permissionDenied, reason, { rule, reason });
}

/** Throws `permissionDenied` with its rule unless the decision allows. */
export function insistOn(decision: PolicyDecision): void {
	if (!decision.allowed) throw deniedBy(decision.rule, decision.reason);
}

const systemCodes: Readonly<Record<string, HostStatus>> = {
	ENOENT: hostStatus.notFound,
	ENOTDIR: hostStatus.notFound,
	ENOTFOUND: hostStatus.notFound,
	ENODATA: hostStatus.notFound,
	EACCES: hostStatus.permissionDenied,
	EPERM: hostStatus.permissionDenied,
	EROFS: hostStatus.permissionDenied,
	ELOOP: hostStatus.permissionDenied,
	ENOSPC: hostStatus.noSpace,
	EDQUOT: hostStatus.noSpace,
	EFBIG: hostStatus.tooLarge,
	EISDIR: hostStatus.invalid,
	EINVAL: hostStatus.invalid,
	ENAMETOOLONG: hostStatus.invalid,
	ETIMEDOUT: hostStatus.timedOut,
	UND_ERR_CONNECT_TIMEOUT: hostStatus.timedOut,
	UND_ERR_HEADERS_TIMEOUT: hostStatus.timedOut,
	UND_ERR_BODY_TIMEOUT: hostStatus.timedOut,
	UND_ERR_HEADERS_OVERFLOW: hostStatus.tooLarge,
};

/** The status for whatever was thrown; what is not foreseen is `io`. */
export function statusOf(thrown: unknown): HostStatus {
	if (thrown instanceof HostFailure) return thrown.status;
	return systemCodes[codeOf(thrown) ?? ''] ?? hostStatus.io;
}
