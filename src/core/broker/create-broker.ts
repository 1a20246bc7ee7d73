import { lookup } from 'node:dns/promises';
import { performance } from 'node:perf_hooks';
import { hostStatus } from '../../shared/host/abi.ts';
import type { HostOp, RequestOf } from '../../shared/host/operations.ts';
import type { HostRequest } from '../../shared/sandbox/frames.ts';
import type { OwnPlaces } from '../policy/entries/own-places.ts';
import { SerialByKey } from '../program/serial-by-key.ts';
import type { StateStore } from '../store/plugins/state-store.ts';
import type { Act, BrokerTools, CallNotes, Resolve } from './act.ts';
import type { Broker, BrokerContext, HostCallRecord, HostReply } from './broker.ts';
import { descriptorActs } from './descriptors/acts.ts';
import { Descriptors } from './descriptors/descriptors.ts';
import { getEnv } from './environment.ts';
import { FairSlots } from './fair-slots.ts';
import { FreeSpace, type ReadDiskSpace, readDiskSpace } from './files/free-space.ts';
import { listDir } from './files/list.ts';
import { OwnFiles } from './files/own-files.ts';
import { readFile } from './files/read.ts';
import { ReadHandles } from './files/read-handles.ts';
import { writeFile } from './files/write.ts';
import { WriteAccounts } from './files/write-accounts.ts';
import { AnsweredFailure, HostFailure, statusOf } from './host-failure.ts';
import { http } from './http/http.ts';
import { type BrokerLimits, defaultLimits } from './limits.ts';
import { RefusalPace } from './refusal-pace.ts';
import { getState, setState } from './state.ts';
import { targetOf } from './target-of.ts';

export interface BrokerDeps {
	readonly state: StateStore;
	/** Environment from which granted variables are read. */
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Unix ms. */
	readonly now?: (() => number) | undefined;
	/** How host names become addresses; default: the system's resolver. */
	readonly resolve?: Resolve | undefined;
	/** How much room a file system has; default: the system's own account. */
	readonly readDiskSpace?: ReadDiskSpace | undefined;
	readonly limits?: Partial<BrokerLimits> | undefined;
	/** What is the program's own and out of every grant's reach, as it is now; default: nothing. */
	readonly ownPlaces?: (() => OwnPlaces) | undefined;
	/** Hears of a folder, absolute, before something is written there under a temporary name. */
	readonly noteFolder?: ((folder: string) => void) | undefined;
}

/** What does each operation: one that nothing does does not compile. */
const acts: { readonly [Op in HostOp]: Act<Op> } = {
	get_env: getEnv,
	read_file: readFile,
	write_file: writeFile,
	list_dir: listDir,
	http,
	state_get: getState,
	state_set: setState,
	...descriptorActs,
};

/** The one place that touches files, network and environment for guests. */
export function createBroker(deps: BrokerDeps): Broker {
	const limits = { ...defaultLimits, ...deps.limits };
	const now = deps.now ?? Date.now;
	const tools: BrokerTools = {
		state: deps.state,
		env: deps.env,
		resolve: deps.resolve ?? systemResolve,
		limits,
		handles: new ReadHandles(limits.openFiles, limits.openFileMs),
		descriptors: new Descriptors(limits.descriptors, limits.descriptorsEach),
		httpSlots: new FairSlots({ shared: limits.httpAtOnce, each: limits.httpEach }),
		diskSlots: new FairSlots({ shared: limits.diskWorkAtOnce, each: limits.diskWorkEach }),
		writeTurns: new SerialByKey(),
		lookupTurns: new SerialByKey(),
		writes: new WriteAccounts(),
		freeSpace: new FreeSpace(deps.readDiskSpace ?? readDiskSpace, limits.keptFree),
		windows: process.platform === 'win32',
		own: deps.ownPlaces === undefined ? undefined : new OwnFiles(deps.ownPlaces),
		noteFolder: deps.noteFolder ?? (() => undefined),
	};
	const pace = new RefusalPace({ burst: limits.refusalBurst, perSecond: limits.refusalsPerSecond });
	return {
		async answer(request, context) {
			const at = now();
			const started = performance.now();
			const notes: CallNotes = { target: targetOf(request), bytes: 0 };
			const { reply, denied } = await attempt(request, context, tools, notes);
			const { op } = request;
			const ms = performance.now() - started;
			try {
				context.onHostCall({
					at,
					op,
					target: bounded(notes.target),
					status: reply.status,
					bytes: notes.bytes,
					ms,
					denied: denied && { kind: denied.kind, rule: bounded(denied.rule), reason: bounded(denied.reason) },
				});
			} catch {
				// What cannot be recorded is not handed over.
				return { status: hostStatus.io, data: null };
			}
			// To say no costs little, whatever the reason; to say it as fast as a guest can ask would keep the program busy.
			if (reply.status < 0) await pace.wait(context.plugin, context.signal);
			return reply;
		},
	};
}

interface Attempt {
	readonly reply: HostReply;
	readonly denied: HostCallRecord['denied'];
}

async function attempt(
	request: HostRequest,
	context: BrokerContext,
	tools: BrokerTools,
	notes: CallNotes,
): Promise<Attempt> {
	try {
		if (context.signal.aborted) throw new HostFailure(hostStatus.cancelled, 'The call ended.');
		const data = await apply(request.op, request, context, tools, notes);
		return { reply: { status: hostStatus.ok, data }, denied: null };
	} catch (error) {
		const denied = error instanceof HostFailure ? error.denied : null;
		const data = error instanceof AnsweredFailure ? error.answer : null;
		return { reply: { status: statusOf(error), data }, denied };
	}
}

function apply<Op extends HostOp>(
	op: Op,
	request: HostRequest,
	context: BrokerContext,
	tools: BrokerTools,
	notes: CallNotes,
): Promise<Uint8Array | null> {
	const act: Act<Op> = acts[op];
	return act(request as RequestOf<Op>, context, tools, notes);
}

async function systemResolve(host: string): Promise<readonly string[]> {
	const found = await lookup(host, { all: true, order: 'verbatim' });
	return found.map(({ address }) => address);
}

/** Longest text of a record that repeats what a guest said, characters. */
const longestText = 2048;

function bounded(text: string): string {
	return text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
}
