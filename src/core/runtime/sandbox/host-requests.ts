import { hostStatus } from '../../../shared/host/abi.ts';
import type { HostRequestFrame } from '../../../shared/sandbox/frames.ts';
import type { Broker, HostReply } from '../../broker/broker.ts';
import { assertFrame } from '../frames/malformed-frame.ts';
import type { CallSink, GuestSpec } from '../runtime.ts';

/** One that is under way. */
interface Open {
	/** Gives it up; null: it takes no longer than it has to. */
	readonly drop: AbortController | null;
	readonly answered: Promise<void>;
}

/** Where one process's host requests are handed to the broker. Ends with the generation: what is under way is aborted. */
export class HostRequests {
	readonly #broker: Broker;
	readonly #most: number;
	readonly #abort = new AbortController();
	readonly #open = new Map<number, Open>();

	constructor(broker: Broker, most: number) {
		this.#broker = broker;
		this.#most = most;
	}

	/** Throws `MalformedFrame` for an id that is in use and for more requests at once than an honest sandbox has. */
	take(
		frame: HostRequestFrame,
		spec: GuestSpec,
		asker: { readonly sink: CallSink | undefined; readonly account: object },
		reply: (reply: HostReply) => void,
	): void {
		assertFrame(!this.#open.has(frame.id), 'a host request whose id is in use');
		assertFrame(this.#open.size < this.#most, `more than ${this.#most} host requests at once`);
		const drop = frame.request.op === 'http' ? new AbortController() : null;
		const answered = this.#broker
			.answer(frame.request, {
				plugin: spec.plugin,
				policy: spec.policy,
				dataFolder: spec.dataFolder,
				extraPaths: spec.extraPaths,
				signal: this.#abort.signal,
				dropped: drop?.signal,
				account: asker.account,
				onHostCall: (call) => asker.sink?.onHostCall?.(call),
			})
			.catch((): HostReply => ({ status: hostStatus.io, data: null }))
			.then((answer) => {
				this.#open.delete(frame.id);
				if (!this.#abort.signal.aborted) reply(answer);
			});
		this.#open.set(frame.id, { drop, answered });
	}

	/** Gives up all that is under way over the network. Resolves when it is answered and recorded; null: there is nothing. */
	dropAll(): Promise<unknown> | null {
		const dropped = [...this.#open.values()].filter(({ drop }) => drop !== null);
		for (const { drop } of dropped) drop?.abort();
		return dropped.length === 0 ? null : Promise.allSettled(dropped.map(({ answered }) => answered));
	}

	/** Gives up a request over the network that nobody waits for any more; it is answered as one that was cancelled. */
	drop(id: number): void {
		this.#open.get(id)?.drop?.abort();
	}

	close(): void {
		this.#abort.abort();
	}
}
