import type { UtilityProcess } from 'electron';
import type { OsProcess, ProcessExit } from '../../core/runtime/process-adapter.ts';
import { withTightViews } from '../../shared/sandbox/tight-views.ts';
import { endProcess, endWhatIsLeft } from './end-process.ts';
import { exitOf } from './exit-of.ts';
import { LastWords } from './last-words.ts';

/** How long a process that was killed before it was there may take to be there. ms */
const NEVER_MS = 1_000;
/** How much of where V8 met its fatal error is kept, characters. */
const PLACE = 200;

/**
 * One utility process. What Electron tells of it is not believed further than it can be checked: its end may be told
 * by itself, or never, and before the last of its messages and texts.
 */
export class UtilitySandbox implements OsProcess {
	readonly #child: UtilityProcess;
	readonly #words: LastWords;
	readonly #messages: ((message: unknown) => void)[] = [];
	readonly #exits: ((exit: ProcessExit) => void)[] = [];
	/** Kept: Electron forgets it at the exit, when it may be needed most. */
	#pid: number | undefined;
	#state: 'alive' | 'killed' | 'gone' = 'alive';
	/** How a process that this program ends has ended. */
	#end: Pick<ProcessExit, 'signal' | 'lie'> = { signal: 'SIGKILL' };
	#reported = false;

	constructor(child: UtilityProcess) {
		this.#child = child;
		// First of all: an `error` that nobody hears is thrown, and what Electron does then stops the program with a box.
		child.on('error', (_type, location) => this.#fatal(location));
		this.#words = new LastWords(child.stderr as import('node:stream').Readable | null, () =>
			this.#stop({ signal: 'SIGKILL', lie: 'endless text to its stderr' }),
		);
		child.once('spawn', () => {
			this.#pid = child.pid;
			if (this.#state !== 'alive' && this.#pid !== undefined) endProcess(this.#pid);
		});
		child.on('message', (message: unknown) => this.#receive(message));
		child.once('exit', (status) => this.#exited(status));
	}

	get pid(): number | undefined {
		return this.#state === 'gone' ? undefined : this.#pid;
	}

	post(message: unknown): void {
		if (this.#state !== 'gone') this.#child.postMessage(withTightViews(message));
	}

	kill(): void {
		this.#stop({ signal: 'SIGKILL' });
	}

	onMessage(listener: (message: unknown) => void): void {
		this.#messages.push(listener);
	}

	onExit(listener: (exit: ProcessExit) => void): void {
		this.#exits.push(listener);
	}

	stderrTail(): string {
		return this.#words.toString();
	}

	#stop(end: Pick<ProcessExit, 'signal' | 'lie'>): void {
		if (this.#state !== 'alive') return;
		this.#state = 'killed';
		this.#end = end;
		if (this.#pid !== undefined) return endProcess(this.#pid);
		// What the system does not start has neither a `spawn` nor an `exit`.
		setTimeout(() => {
			if (this.#pid !== undefined) return;
			this.#state = 'gone';
			this.#report({ code: null, signal: null, error: 'the system started no process within its time' });
		}, NEVER_MS);
	}

	#receive(message: unknown): void {
		if (this.#state === 'gone') return;
		try {
			for (const listener of this.#messages) listener(message);
		} catch (error) {
			// What the program cannot take is the process's to answer for.
			this.#stop({ signal: 'SIGKILL', lie: 'a message that the program could not take' });
			throw error;
		}
	}

	/** V8 gave up, or the process says so. The report that comes with it tells of this machine and is not kept. */
	#fatal(location: unknown): void {
		// Says it as often as it likes; once is enough.
		if (this.#state !== 'alive') return;
		this.#words.note(`FATAL ERROR: ${String(location).slice(0, PLACE)}`);
		this.#stop({ signal: 'SIGABRT' });
	}

	#exited(status: number): void {
		const exit: ProcessExit = this.#state === 'killed' ? { code: null, ...this.#end } : exitOf(status);
		this.#state = 'gone';
		if (this.#pid !== undefined) endWhatIsLeft(this.#pid);
		void this.#words.rest().then(() => this.#report(exit));
	}

	#report(exit: ProcessExit): void {
		if (this.#reported) return;
		this.#reported = true;
		for (const listener of this.#exits) listener(exit);
	}
}
