import { fileURLToPath } from 'node:url';
import { type Command, InvalidArgumentError } from 'commander';
import type { Run } from '../program.ts';
import type { Session } from '../session.ts';

/** The built page, beside the built command line. */
const rendererDir = fileURLToPath(new URL('../renderer', import.meta.url));

/** How long the end may take before the program ends regardless. ms */
const END_BUDGET_MS = 15_000;

interface ServeFlags {
	readonly port: number;
	readonly open: boolean;
}

export function addServeCommand(program: Command, run: Run): void {
	program
		.command('serve')
		.description('show the window in an installed browser, or serve it on 127.0.0.1 until stopped')
		.option('--port <n>', 'port to listen on; 0: any that is free', parsePort, 0)
		.option('--no-open', 'open nothing: print the address')
		.action((flags: ServeFlags) => run((session) => serve(session, flags)));
}

async function serve(session: Session, { port, open }: ServeFlags): Promise<void> {
	const stopped = Promise.withResolvers<void>();
	const stop = (): void => {
		stopped.resolve();
		// A second signal, or an end that takes too long, ends at once: sandboxes are killed by their watcher.
		for (const signal of signals) process.once(signal, () => process.exit(130));
		setTimeout(() => process.exit(1), END_BUDGET_MS).unref();
	};
	const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
	for (const signal of signals) process.once(signal, stop);
	const { dataDir } = await session.ask('stats.get', {});
	// Loaded here, so that the other commands start without it.
	const { serveFace } = await import('../../loopback/serve-face.ts');
	const face = await serveFace({
		core: session.core,
		rendererDir,
		dataDir,
		port,
		open,
		say: (line) => session.say(line),
	});
	const { stdin } = session.terminal;
	const isTerminal = stdin.isTTY === true;
	// A window that was closed by mistake needs a fresh address: the first one was good once.
	if (isTerminal) stdin.on('data', face.sayAddress);
	await Promise.race([stopped.promise, face.windowClosed]);
	if (isTerminal) stdin.off('data', face.sayAddress).pause();
	await face.close();
}

function parsePort(text: string): number {
	const port = Number(text);
	if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
	throw new InvalidArgumentError('It is a number from 0 to 65535.');
}
