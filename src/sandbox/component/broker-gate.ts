import { hostStatus } from '../../shared/host/abi.ts';
import type { HostRequest } from '../../shared/sandbox/frames.ts';
import type { HostAnswer, HostSide } from '../imports/host-side.ts';

const cancelled: HostAnswer = { status: hostStatus.cancelled, data: null };

/**
 * An instance's way to the broker. A component may ask for many things without waiting for one of them, and lets go of
 * files without waiting at all; the parent takes few requests at once, and none while nothing of the guest runs, for no
 * honest sandbox sends more. What is too many waits its turn; what comes while the way is shut is cancelled.
 */
export class BrokerGate implements Pick<HostSide, 'ask'> {
	readonly #broker: Pick<HostSide, 'ask'>;
	readonly #most: number;
	readonly #waiting: { readonly request: HostRequest; readonly answer: (answer: Promise<HostAnswer>) => void }[] = [];
	#sent = 0;
	#shut = false;

	constructor(broker: Pick<HostSide, 'ask'>, most: number) {
		this.#broker = broker;
		this.#most = most;
	}

	ask(request: HostRequest): Promise<HostAnswer> {
		if (this.#shut) return Promise.resolve(cancelled);
		if (this.#sent < this.#most) return this.#send(request);
		return new Promise((answer) => {
			this.#waiting.push({ request, answer });
		});
	}

	async #send(request: HostRequest): Promise<HostAnswer> {
		this.#sent += 1;
		try {
			return await this.#broker.ask(request);
		} finally {
			this.#sent -= 1;
			const next = this.#waiting.shift();
			next?.answer(this.#send(next.request));
		}
	}

	open(): void {
		this.#shut = false;
	}

	/** What was sent is still answered; what waits is not sent any more. */
	shut(): void {
		this.#shut = true;
		for (const { answer } of this.#waiting.splice(0)) answer(Promise.resolve(cancelled));
	}
}
