import type { CallFrame, HostReplyFrame, LoadFrame, ParentFrame } from '../../../src/shared/sandbox/frames.ts';
import type { MemoryChild } from './memory-adapter.ts';

/** What a fake sandbox does at the points where real ones go wrong. */
export interface FakeBehaviour {
	readonly boot?: (child: FakeSandbox) => void;
	readonly load?: (child: FakeSandbox, frame: LoadFrame) => void;
	/** Any function besides those that every fake knows: `echo`, `hang`, `spin`, `exit`, `trap`, `refuse`, `pid`. */
	readonly call?: (child: FakeSandbox, frame: CallFrame) => void;
	readonly stop?: (child: FakeSandbox) => void;
}

/** Speaks the sandbox's side of the protocol inside the in-memory adapter. */
export class FakeSandbox {
	readonly process: MemoryChild;
	/** Module bytes of the guest, as text: the version that this sandbox runs. */
	version = '';
	readonly replies: HostReplyFrame[] = [];
	#gen = -1;

	constructor(process: MemoryChild, behaviour: FakeBehaviour) {
		this.process = process;
		process.onMessage((message) => {
			const frame = message as ParentFrame;
			this.#gen = frame.gen;
			switch (frame.t) {
				case 'boot':
					return (behaviour.boot ?? ((child) => child.ready()))(this);
				case 'load':
					this.version = new TextDecoder().decode(frame.module);
					return (behaviour.load ?? ((child) => child.loaded()))(this, frame);
				case 'call':
					return this.#call(frame, behaviour);
				case 'host-reply':
					return void this.replies.push(frame);
				case 'stop':
					return (behaviour.stop ?? ((child) => child.stopped()))(this);
			}
		});
	}

	send(frame: { readonly t: string; readonly [key: string]: unknown }): void {
		this.process.post({ v: 1, gen: this.#gen, ...frame });
	}

	ready(memoryProof = true): void {
		this.send({ t: 'ready', memoryProof, layers: ['fake'] });
	}

	loaded(): void {
		this.send({ t: 'loaded', compileMs: 1, initMs: 1, memoryBytes: 65_536 });
	}

	result(id: number, data: Uint8Array | null): void {
		const output = { kind: 'value', data, status: 0 };
		this.send({ t: 'result', id, output, counts: { recordsIn: 1, recordsOut: 1 }, ms: 0.1, memoryBytes: 65_536 });
	}

	failed(id: number, message: string, instanceLost = false): void {
		const error = { code: 'plugin_execution', message, origin: 'guest' };
		this.send({ t: 'failed', id, error, ms: 0.1, memoryBytes: 65_536, instanceLost });
	}

	stopped(): void {
		this.send({ t: 'stopped', cleanup: null, said: null });
		this.process.exit(0);
	}

	#call(frame: CallFrame, behaviour: FakeBehaviour): void {
		const text = (value: string): void => this.result(frame.id, new TextEncoder().encode(value));
		switch (frame.fn) {
			case 'echo':
				return this.result(frame.id, frame.input.kind === 'value' ? frame.input.data : null);
			case 'version':
				return text(this.version);
			case 'pid':
				return text(String(this.process.pid));
			case 'hang':
				return;
			case 'spin':
				return this.process.spin();
			case 'exit':
				this.process.writeError('fatal: it hurts\n');
				return this.process.exit(9);
			case 'trap':
				return this.failed(frame.id, 'unreachable', true);
			case 'refuse':
				return this.failed(frame.id, 'the guest said no');
			default:
				return behaviour.call?.(this, frame);
		}
	}
}

/** A script for `memoryAdapter`. */
export function fakeSandboxes(behaviour: FakeBehaviour = {}): (child: MemoryChild) => void {
	return (child) => void new FakeSandbox(child, behaviour);
}
