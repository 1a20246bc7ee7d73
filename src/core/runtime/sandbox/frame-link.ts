import {
	type ParentFrame,
	PROTOCOL_VERSION,
	type SandboxFrame,
	type Unstamped,
} from '../../../shared/sandbox/frames.ts';
import { MalformedFrame } from '../frames/malformed-frame.ts';
import { parseFrame } from '../frames/parse-frame.ts';
import type { OsProcess } from '../process-adapter.ts';

export interface FrameLinkOptions {
	readonly process: OsProcess;
	readonly generation: number;
	/** Whether what the process sends is still read. */
	readonly open: () => boolean;
	/** Null: a frame of another generation. Throws `MalformedFrame` for one that no honest process sends now. */
	readonly take: (frame: SandboxFrame | null) => void;
	/** The process broke the protocol: how. */
	readonly lied: (what: string) => void;
}

/** Frames to and from one process, each with the protocol's version and the generation. */
export class FrameLink {
	readonly #options: FrameLinkOptions;

	constructor(options: FrameLinkOptions) {
		this.#options = options;
		options.process.onMessage((message) => this.#receive(message));
	}

	post(frame: Unstamped<ParentFrame>): void {
		const { process, generation } = this.#options;
		process.post({ v: PROTOCOL_VERSION, gen: generation, ...frame });
	}

	#receive(message: unknown): void {
		const { generation, open, take, lied } = this.#options;
		if (!open()) return;
		try {
			take(parseFrame(message, generation));
		} catch (error) {
			if (!(error instanceof MalformedFrame)) throw error;
			lied(error.message);
		}
	}
}
