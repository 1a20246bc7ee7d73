import type { OsProcess, ProcessExit } from '../process-adapter.ts';
import type { Launcher } from './launcher.ts';

/** Which launcher is used: the first one that a process spoke through. */
export class LauncherChoice {
	readonly #launchers: readonly Launcher[];
	#proven: number | undefined;

	/** At least one, the best first. */
	constructor(launchers: readonly Launcher[]) {
		this.#launchers = launchers;
	}

	/** The launcher that works here, once that is known. */
	get proven(): Launcher | undefined {
		return this.#proven === undefined ? undefined : this.#launchers[this.#proven];
	}

	/** Where to begin, for who does not know. */
	get first(): number {
		return this.#proven ?? 0;
	}

	at(index: number): Launcher | undefined {
		return this.#launchers[index];
	}

	/** A process that was started by it has spoken. */
	prove(index: number): void {
		this.#proven ??= index;
	}
}

/**
 * A process while nobody knows yet which launcher works on this system: where one ends before the process said a word,
 * the next is tried, with all that was posted until then. The start itself is what is tried, so that the first sandbox
 * is up as soon as any other. No guest is near: one is handed over after the first word alone.
 */
export class LaunchedProcess implements OsProcess {
	readonly #choice: LauncherChoice;
	readonly #start: (launcher: Launcher) => OsProcess;
	readonly #messageListeners: ((message: unknown) => void)[] = [];
	readonly #exitListeners: ((exit: ProcessExit) => void)[] = [];
	/** Null once the process spoke. */
	#posted: unknown[] | null = [];
	#lowered = false;
	#killed = false;
	#current: OsProcess;

	constructor(choice: LauncherChoice, start: (launcher: Launcher) => OsProcess) {
		this.#choice = choice;
		this.#start = start;
		this.#current = this.#attempt(choice.first);
	}

	get pid(): number | undefined {
		return this.#current.pid;
	}

	post(message: unknown): void {
		this.#posted?.push(message);
		this.#current.post(message);
	}

	confine(): Promise<readonly string[]> {
		return this.#current.confine?.() ?? Promise.resolve([]);
	}

	get boundedBytes(): number | undefined {
		return this.#current.boundedBytes;
	}

	boundMemory(allowedBytes: number): Promise<readonly string[]> {
		return this.#current.boundMemory?.(allowedBytes) ?? Promise.resolve([]);
	}

	lower(): void {
		this.#lowered = true;
		this.#current.lower?.();
	}

	kill(): void {
		this.#killed = true;
		this.#current.kill();
	}

	onMessage(listener: (message: unknown) => void): void {
		this.#messageListeners.push(listener);
	}

	onExit(listener: (exit: ProcessExit) => void): void {
		this.#exitListeners.push(listener);
	}

	stderrTail(): string {
		return this.#current.stderrTail();
	}

	#attempt(index: number): OsProcess {
		const launcher = this.#choice.at(index);
		if (launcher === undefined) throw new Error('there is no such launcher');
		const process = this.#start(launcher);
		process.onMessage((message) => {
			this.#posted = null;
			this.#choice.prove(index);
			for (const listener of this.#messageListeners) listener(message);
		});
		process.onExit((exit) => {
			if (this.#posted !== null && !this.#killed && this.#choice.at(index + 1) !== undefined) this.#again(index + 1);
			else for (const listener of this.#exitListeners) listener(exit);
		});
		return process;
	}

	#again(index: number): void {
		this.#current = this.#attempt(index);
		if (this.#lowered) this.#current.lower?.();
		for (const message of this.#posted ?? []) this.#current.post(message);
	}
}
