import { hostStatus } from '../../../shared/host/abi.ts';
import { freeOwn } from '../../../shared/sandbox/byte-channel.ts';
import type {
	HostDropFrame,
	HostRequestFrame,
	LogFrame,
	ParentFrame,
	ProgressFrame,
	Unstamped,
} from '../../../shared/sandbox/frames.ts';
import type { CallSink, GuestSpec, SandboxStats } from '../runtime.ts';
import { ChatterLimit } from './chatter-limit.ts';
import { HostRequests } from './host-requests.ts';
import { LogIntake } from './log-intake.ts';
import type { SandboxDeps } from './sandbox-deps.ts';

/** Who hears what a guest says, and on whose account it asks. */
export interface Asker {
	readonly spec: GuestSpec;
	readonly sink: CallSink | undefined;
	readonly account: object;
}

/** What a running guest says and asks besides its answers: each within limits that hold whatever its process does. */
export class GuestWords {
	readonly #requests: HostRequests;
	readonly #logs: LogIntake;
	readonly #chatter: ChatterLimit;
	readonly #post: (frame: Unstamped<ParentFrame>) => void;

	constructor({ broker, budgets, steady }: SandboxDeps, post: (frame: Unstamped<ParentFrame>) => void) {
		this.#requests = new HostRequests(broker, budgets.hostRequests);
		this.#logs = new LogIntake(budgets, steady);
		this.#chatter = new ChatterLimit(budgets.chatterPerSecond, steady);
		this.#post = post;
	}

	/** Throws `MalformedFrame` for more at once than an honest sandbox has. */
	ask(frame: HostRequestFrame, { spec, sink, account }: Asker): void {
		this.#requests.take(frame, spec, { sink, account }, ({ status, data }) => {
			this.#post({ t: 'host-reply', id: frame.id, status, data });
			// One was copied, the other is written: a plugin that reads or writes a large file leaves nothing of it to the
			// garbage collector.
			if (data !== null) freeOwn(data);
			if (status === hostStatus.ok && 'data' in frame.request) freeOwn(frame.request.data);
		});
	}

	/** Of a request that was answered meanwhile there is nothing to drop. */
	drop({ id }: HostDropFrame): void {
		this.#chatter.count();
		this.#requests.drop(id);
	}

	/**
	 * A call is over, which entitles to more, and is answered by `answer`. What one of a pool's asked of the network and did
	 * not wait for is given up before: it belongs to the run of that call, and to no other. A lease is one run.
	 */
	over(role: SandboxStats['role'], answer: () => void): void {
		this.#chatter.answered();
		const left = role === 'pool' ? this.#requests.dropAll() : null;
		if (left === null) answer();
		else void left.then(answer);
	}

	log(frame: LogFrame, sink: CallSink | undefined): void {
		this.#chatter.count();
		this.#logs.accept(frame, sink);
	}

	progress({ done, total }: ProgressFrame, sink: CallSink | undefined): void {
		this.#chatter.count();
		sink?.onProgress?.(done, total);
	}

	/** A frame that comes too late for its generation. */
	late(): void {
		this.#chatter.count();
	}

	/** What is under way at the broker is aborted. */
	close(): void {
		this.#requests.close();
	}
}
