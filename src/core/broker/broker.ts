import type { HostOp } from '../../shared/host/operations.ts';
import type { PolicyRefusal, SecurityPolicy } from '../../shared/policy/security-policy.ts';
import type { HostRequest } from '../../shared/sandbox/frames.ts';

/** What one guest instance may do, and who wants to hear of it. */
export interface BrokerContext {
	readonly plugin: string;
	/** The grant in force. Read anew for every request, so a changed grant counts from the next request on. */
	readonly policy: () => SecurityPolicy;
	/** Absolute path of the plugin's data folder; relative paths are relative to it. */
	readonly dataFolder: string;
	/** Entries that a person added for this run alone by choosing a file (`/abs/in.csv:ro`, `/abs/out.csv`). */
	readonly extraPaths?: readonly string[] | undefined;
	/**
	 * Whose writes are summed: what is asked for under the same object shares the grant's limits. Absent: all that is
	 * asked for under the same signal.
	 */
	readonly account?: object | undefined;
	/** Aborts what is under way when the instance or the run ends. */
	readonly signal: AbortSignal;
	/** Aborts this one request as soon as nobody waits for its answer. Absent: somebody does. */
	readonly dropped?: AbortSignal | undefined;
	readonly onHostCall: (call: HostCallRecord) => void;
}

/** One answered host request, as it is recorded. */
export interface HostCallRecord {
	/** Unix ms. */
	readonly at: number;
	readonly op: HostOp;
	/** Path, URL, variable or key. */
	readonly target: string;
	readonly status: number;
	/** Payload moved in either direction, bytes. */
	readonly bytes: number;
	readonly ms: number;
	/** Set when policy refused it. */
	readonly denied: Pick<PolicyRefusal, 'kind' | 'rule' | 'reason'> | null;
}

export interface HostReply {
	/** 0 or a negative code of `hostStatus`. */
	readonly status: number;
	/** Whoever asked may free what it lies in: nobody else holds it. */
	readonly data: Uint8Array | null;
}

/** Parse → decide by policy → act → reply → record. Never rejects. */
export interface Broker {
	answer(request: HostRequest, context: BrokerContext): Promise<HostReply>;
}
