import { assertNever } from '../shared/assert-never.ts';
import { DataFlareError, toDataFlareError } from '../shared/errors/errors.ts';
import { because } from '../shared/errors/failure-reason.ts';
import {
	type BootFrame,
	type CallFrame,
	COLLECTS_LOST_MEMORY,
	type LoadFrame,
	type LookerFrame,
	type ParentFrame,
	PROTOCOL_VERSION,
	type SandboxFrame,
	type Unstamped,
} from '../shared/sandbox/frames.ts';
import { loadGuest } from './guests/load-guest.ts';
import type { GuestOptions, LoadedGuest } from './guests/loaded-guest.ts';
import { HostChannel } from './imports/host-channel.ts';
import type { LockedRealm } from './lock-realm.ts';
import { Look } from './look.ts';
import { type Collect, LostMemory } from './memory/collector.ts';
import { createMemoryLimit, type MemoryLimit } from './memory/memory-limit.ts';
import type { Port } from './port.ts';
import { Rehearsal } from './rehearsal.ts';
import { releaseCall } from './release.ts';

/** How long a process with nothing more to say may wait for its last words to leave. ms */
const LAST_RESORT_MS = 5_000;

/**
 * Answers the parent's frames until it says stop or is gone. Frames are handled strictly one after another; only
 * answers to host requests overtake, because the frame under way waits for them.
 */
export function serve(port: Port, realm: LockedRealm, collect: Collect | null): void {
	new Server(port, realm, collect).listen();
}

class Server {
	readonly #port: Port;
	readonly #realm: LockedRealm;
	readonly #host: HostChannel;
	readonly #lost: LostMemory;
	readonly #layers: readonly string[];
	readonly #look: Look;
	readonly #waiting: ParentFrame[] = [];
	#busy = false;
	#dying = false;
	#generation = -1;
	#memoryLimit: MemoryLimit | null = null;
	#guest: LoadedGuest | null = null;
	/** What the guest was loaded with, but for its module. */
	#terms: Omit<GuestOptions, 'module'> | null = null;
	/** What answers in the guest's place where that is not to be called. */
	#rehearsal: Rehearsal | null = null;
	#plugin = '';
	/** The frame under way, for last words. */
	#current: ParentFrame | null = null;

	constructor(port: Port, realm: LockedRealm, collect: Collect | null) {
		this.#port = port;
		this.#realm = realm;
		this.#look = new Look(realm.loadGenerated);
		this.#lost = new LostMemory(collect);
		this.#layers = collect === null ? realm.layers : [...realm.layers, COLLECTS_LOST_MEMORY];
		this.#host = new HostChannel((frame) => this.#post(frame));
	}

	listen(): void {
		process.on('uncaughtException', (error) => this.#die(error));
		process.on('unhandledRejection', (reason) => this.#die(reason));
		this.#port.onClose(() => this.#realm.exit(0));
		this.#port.onMessage((message) => this.#receive(message as ParentFrame));
	}

	#stamp(frame: Unstamped<SandboxFrame | LookerFrame>): SandboxFrame | LookerFrame {
		return { ...frame, v: PROTOCOL_VERSION, gen: this.#generation };
	}

	#post(frame: Unstamped<SandboxFrame | LookerFrame>): void {
		this.#port.post(this.#stamp(frame));
	}

	#receive(frame: ParentFrame): void {
		if (this.#dying) return;
		if (frame.v !== PROTOCOL_VERSION) {
			this.#die(new DataFlareError('runtime', `a frame of protocol ${String(frame.v)}, expected ${PROTOCOL_VERSION}`));
			return;
		}
		if (frame.t === 'boot') this.#generation = frame.gen;
		else if (frame.gen !== this.#generation) return;
		if (frame.t === 'host-reply') {
			this.#host.reply(frame.id, { status: frame.status, data: frame.data });
			return;
		}
		this.#waiting.push(frame);
		if (!this.#busy) void this.#pump();
	}

	async #pump(): Promise<void> {
		this.#busy = true;
		for (let frame = this.#waiting.shift(); frame !== undefined; frame = this.#waiting.shift()) {
			this.#current = frame;
			await this.#handle(frame);
			this.#current = null;
		}
		this.#busy = false;
	}

	async #handle(frame: ParentFrame): Promise<void> {
		switch (frame.t) {
			case 'boot':
				return this.#boot(frame);
			case 'load':
				return this.#load(frame);
			case 'call':
				return this.#call(frame);
			case 'stop':
				return this.#stop();
			case 'look':
				return this.#look.take(frame, this.#memoryLimit, (answer) => this.#post(answer));
			case 'host-reply':
				return;
			default:
				assertNever(frame, 'frame');
		}
	}

	#boot({ memoryWay }: BootFrame): void {
		this.#memoryLimit = createMemoryLimit(memoryWay);
		const memoryProof = this.#memoryLimit.proveAtBoot();
		if (!memoryProof) this.#memoryLimit = null;
		this.#post({ t: 'ready', memoryProof, layers: this.#layers });
	}

	async #load({ module, memoryLimitBytes, guest, eager }: LoadFrame): Promise<void> {
		try {
			if (this.#memoryLimit === null) throw new DataFlareError('runtime', 'the memory limit does not hold here');
			if (this.#guest !== null) throw new DataFlareError('runtime', 'this process already has a plugin');
			this.#plugin = guest.plugin;
			const [memoryLimit, lost] = [this.#memoryLimit, this.#lost];
			const terms = { memoryLimitBytes, guest, memoryLimit, host: this.#host, lost, eager };
			const loaded = await loadGuest({ ...terms, module }, this.#realm.loadGenerated);
			this.#guest = loaded;
			this.#terms = terms;
			this.#host.flush();
			this.#post({ t: 'loaded', ...loaded.times, memoryBytes: loaded.memoryBytes });
		} catch (error) {
			this.#host.flush();
			this.#post({ t: 'load-failed', error: toDataFlareError(error).toWire() });
		}
	}

	async #call(frame: CallFrame): Promise<void> {
		const begun = performance.now();
		const [guest, terms] = [this.#guest, this.#terms];
		if (guest === null || terms === null) {
			const error = new DataFlareError('runtime', 'no plugin is loaded in this process').toWire();
			this.#post({ t: 'failed', id: frame.id, error, ms: 0, memoryBytes: 0, instanceLost: true });
			return;
		}
		// What stood in for the guest is let go of once that is called.
		this.#rehearsal = frame.rehearsal === true ? (this.#rehearsal ?? new Rehearsal(terms)) : null;
		const result = await (this.#rehearsal ?? guest).call(frame);
		this.#host.flush();
		const ms = performance.now() - begun;
		const { memoryBytes } = guest;
		if (result.ok) {
			this.#post({ t: 'result', id: frame.id, output: result.output, counts: result.counts, ms, memoryBytes });
			releaseCall(frame.input, result.output);
		} else {
			const { instanceLost } = result;
			this.#post({ t: 'failed', id: frame.id, error: result.error.toWire(), ms, memoryBytes, instanceLost });
			// Once the answer is on its way, and at the latest when the next instance is made.
			if (instanceLost) setImmediate(() => this.#lost.tidy());
		}
	}

	async #stop(): Promise<void> {
		const { cleanup, said } = (await this.#guest?.stop()) ?? { cleanup: null, said: null };
		this.#host.flush();
		this.#port.postLast(this.#stamp({ t: 'stopped', cleanup, said }), () => this.#realm.exit(0));
	}

	/**
	 * Something here is wrong that no frame foresees: says so as well as it can, then ends the process. The last frame is
	 * always the one that the parent ends a process after, whatever was under way.
	 */
	#die(thrown: unknown): void {
		if (this.#dying) return;
		this.#dying = true;
		const error = (outOfMemory(thrown, this.#plugin) ?? toDataFlareError(thrown)).toWire();
		const current = this.#current;
		try {
			if (current?.t === 'call') {
				this.#post({ t: 'failed', id: current.id, error, ms: 0, memoryBytes: 0, instanceLost: true });
			}
			this.#port.postLast(this.#stamp({ t: 'load-failed', error }), () => this.#realm.exit(1));
			setTimeout(() => this.#realm.exit(1), LAST_RESORT_MS);
		} catch {
			this.#realm.exit(1);
		}
	}
}

/** What V8 throws where the system has no memory for a buffer; null: something else. */
function outOfMemory(thrown: unknown, plugin: string): DataFlareError | null {
	if (!(thrown instanceof Error) || !/allocat(?:e|ion)/i.test(thrown.message)) return null;
	return new DataFlareError('memory_limit', `the sandbox of "${plugin}" ran out of memory outside the module`, {
		hint: 'Send it smaller batches, or have it return less at a time.',
		details: because('engine_memory', { plugin }),
		cause: thrown,
	});
}
