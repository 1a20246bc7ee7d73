import { traitsOf } from '../../shared/plugin/module/guest-abi.ts';
import type { CallRequest, CallResult } from '../calls/call-result.ts';
import { CommandCalls, type CommandSide } from '../calls/command-calls.ts';
import { compileComponent } from '../component/compile-component.ts';
import type { LoadGenerated } from '../component/generated-module.ts';
import { startComponent } from '../component/start-component.ts';
import { compile } from '../module/compile.ts';
import { startInstance } from '../module/start-instance.ts';
import { loadTimed } from './instance-in-use.ts';
import type { GuestOptions, LoadedGuest, LoadTimes } from './loaded-guest.ts';

/** A loaded program, a module or a component: compiled, and begun when it is called. Calls must come one after another. */
export class CommandGuest implements LoadedGuest {
	readonly times: LoadTimes;
	readonly #calls: CommandCalls;

	private constructor(side: CommandSide, times: LoadTimes) {
		this.times = times;
		this.#calls = new CommandCalls(side);
	}

	/** Compiles, and runs nothing. Rejects with `plugin_load`, `memory_limit` or `configuration`. */
	static load(options: GuestOptions, loadGenerated: LoadGenerated): Promise<CommandGuest> {
		const { isComponent } = traitsOf(options.guest.abi);
		return loadTimed(
			() => (isComponent ? ofComponent(options, loadGenerated) : ofModule(options)),
			(side, times) => new CommandGuest(side, times),
			async () => undefined,
		);
	}

	get memoryBytes(): number {
		return this.#calls.memoryBytes;
	}

	call(request: CallRequest): Promise<CallResult> {
		return this.#calls.call(request);
	}

	/** There is nothing that a program is told when it ends. */
	async stop(): Promise<{ readonly cleanup: null; readonly said: null }> {
		await this.#calls.stop();
		return { cleanup: null, said: null };
	}
}

function ofModule({ module, guest, memoryLimitBytes, memoryLimit, host, lost, eager }: GuestOptions): CommandSide {
	const compiled = compile(module, guest, memoryLimitBytes, memoryLimit, eager);
	const memoryBytes = compiled.shape.memories[0]?.minimumBytes ?? 0;
	return { guest, host, lost, memoryBytes, start: (streams) => startInstance(compiled, host, streams) };
}

async function ofComponent(options: GuestOptions, loadGenerated: LoadGenerated): Promise<CommandSide> {
	const { module, guest, memoryLimitBytes, memoryLimit, host, lost } = options;
	const compiled = await compileComponent(module, guest, memoryLimitBytes, memoryLimit, loadGenerated);
	const start: CommandSide['start'] = async (streams) => {
		const instance = await startComponent(compiled, host, streams);
		await instance.start();
		return instance;
	};
	return { guest, host, lost, memoryBytes: 0, start };
}
