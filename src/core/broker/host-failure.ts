import { codeOf } from '../../shared/errors/code-of.ts';
import { type HostStatus, hostStatus } from '../../shared/host/abi.ts';
import type { PolicyDecision, PolicyRefusal } from '../../shared/policy/security-policy.ts';

/** What policy, or a limit of it, said no by. */
export type Denial = Pick<PolicyRefusal, 'kind' | 'rule' | 'reason'>;

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

/** A failure that says more than its status: `answer` goes back to the sandbox with it. */
export class AnsweredFailure extends HostFailure {
	readonly answer: Uint8Array;

	constructor(status: HostStatus, message: string, denied: Denial | null, answer: Uint8Array) {
		super(status, message, denied);
		this.answer = answer;
	}
}

export function deniedBy({ kind, rule, reason }: Denial): HostFailure {
	return new HostFailure(hostStatus.permissionDenied, reason, { kind, rule, reason });
}

/** What is there is a link, or not what was decided on. */
export function linkInTheWay(reason: string): HostFailure {
	return deniedBy({ kind: 'links', rule: 'links', reason });
}

/** What was asked for cannot be written for want of room that the policy, or the disk, leaves. */
export function outOfRoom({ kind, rule, reason }: Denial): HostFailure {
	return new HostFailure(hostStatus.noSpace, reason, { kind, rule, reason });
}

/** Throws `permissionDenied` with its rule unless the decision allows. */
export function assertAllowed(decision: PolicyDecision): void {
	if (!decision.allowed) throw deniedBy(decision);
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
