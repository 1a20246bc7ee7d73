import type { HostOp, RequestOf } from '../../shared/host/operations.ts';
import type { SerialByKey } from '../program/serial-by-key.ts';
import type { StateStore } from '../store/plugins/state-store.ts';
import type { BrokerContext } from './broker.ts';
import type { Descriptors } from './descriptors/descriptors.ts';
import type { FairSlots } from './fair-slots.ts';
import type { FreeSpace } from './files/free-space.ts';
import type { OwnFiles } from './files/own-files.ts';
import type { ReadHandles } from './files/read-handles.ts';
import type { WriteAccounts } from './files/write-accounts.ts';
import type { BrokerLimits } from './limits.ts';

/** Resolves a host name to its addresses, as text. Rejects like `dns.lookup`. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** What the powers share. */
export interface BrokerTools {
	readonly state: StateStore;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly resolve: Resolve;
	readonly limits: BrokerLimits;
	readonly handles: ReadHandles;
	readonly descriptors: Descriptors;
	readonly httpSlots: FairSlots;
	/** For what keeps the file system busy: lists and writes. */
	readonly diskSlots: FairSlots;
	readonly writeTurns: SerialByKey;
	readonly lookupTurns: SerialByKey;
	readonly writes: WriteAccounts;
	readonly freeSpace: FreeSpace;
	readonly windows: boolean;
	/** The program's own files; absent: it keeps none beside what plugins are granted. */
	readonly own: OwnFiles | undefined;
	/** Hears of a folder, absolute, before something is written there under a temporary name. */
	readonly noteFolder: (folder: string) => void;
}

/** What the record of a call says; an act fills it in as it learns it, so that failures are recorded as fully. */
export interface CallNotes {
	target: string;
	/** Payload moved in either direction, bytes. */
	bytes: number;
}

/** Answers one kind of request with its payload (null: nothing, or unset); throws `HostFailure` or a system error. */
export type Act<Op extends HostOp> = (
	request: RequestOf<Op>,
	context: BrokerContext,
	tools: BrokerTools,
	notes: CallNotes,
) => Promise<Uint8Array | null>;
