import { fileURLToPath } from 'node:url';
import { type Command, InvalidArgumentError } from 'commander';
import { examples } from '../session/examples.ts';
import { exitCodes } from '../session/exit-codes.ts';
import type { Run, Session } from '../session/session.ts';

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
		.description('open the window in a browser, or serve it on 127.0.0.1 until stopped')
		.addHelpText(...examples('serve', 'serve --no-open --port 8080'))
		.option('--port <n>', 'port to listen on; 0 picks a free one', parsePort, 0)
		.option('--no-open', 'print the address instead of opening a browser')
		.action((flags: ServeFlags) => run((session) => serve(session, flags)));
}

/** Being told to stop is how serving ends; an interrupt from the keyboard is told as one. */
async function serve(session: Session, { port, open }: ServeFlags): Promise<number> {
	const { interrupts } = session;
	const stopped = new Promise<void>((resolve) => {
		interrupts.signal.addEventListener('abort', () => {
			resolve();
			// An end that takes too long is cut short: sandboxes are killed by their watcher.
			setTimeout(() => process.exit(exitCodes.failed), END_BUDGET_MS).unref();
		});
	});
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
	await Promise.race([stopped, face.windowClosed]);
	if (isTerminal) stdin.off('data', face.sayAddress).pause();
	await face.close();
	return interrupts.cause === 'SIGINT' ? exitCodes.interrupted : exitCodes.done;
}

function parsePort(text: string): number {
	const port = Number(text);
	if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
	throw new InvalidArgumentError('It must be a number from 0 to 65535.');
}
