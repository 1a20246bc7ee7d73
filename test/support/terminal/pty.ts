import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export interface PtyOptions {
	readonly columns?: number;
	readonly env?: Readonly<Record<string, string>>;
	/** Keys pressed in this order, each once the screen shows its text (in what came after the key before it). */
	readonly keys?: readonly (readonly [shown: string | RegExp, press: string | (() => Promise<string>)])[];
}

export interface PtyEnded {
	readonly code: number | null;
	/** Everything the terminal was sent, control sequences included. */
	readonly raw: string;
	/** The same without control sequences and with plain line ends. */
	readonly text: string;
}

/** The system's: a version manager's takes many times as long to start. */
export const python = ['/usr/bin/python3'].find((path) => existsSync(path)) ?? 'python3';

export const keys = { ctrlC: '\x03', ctrlD: '\x04', enter: '\r' } as const;

/** Runs a command on a real pseudo-terminal (standard input, output and error alike). */
export async function onTerminal(command: readonly string[], options: PtyOptions = {}): Promise<PtyEnded> {
	const { NO_COLOR: _unset, ...env } = process.env;
	const child = spawn(
		python,
		['-IS', resolve(import.meta.dirname, 'on-terminal.py'), String(options.columns ?? 100), '30', ...command],
		{
			env: { ...env, TERM: 'xterm-256color', ...options.env },
			stdio: ['pipe', 'pipe', 'inherit'],
		},
	);
	const pending = [...(options.keys ?? [])];
	let raw = '';
	let seen = 0;
	child.stdin.on('error', () => {});
	child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
		raw += chunk;
		const next = pending[0];
		if (next === undefined) return;
		const shown = stripVTControlCharacters(raw.slice(seen));
		if (typeof next[0] === 'string' ? !shown.includes(next[0]) : !next[0].test(shown)) return;
		pending.shift();
		seen = raw.length;
		if (typeof next[1] === 'string') child.stdin.write(next[1]);
		else void next[1]().then((press) => child.stdin.write(press));
	});
	const code = await new Promise<number | null>((done) => child.on('close', done));
	return { code, raw, text: stripVTControlCharacters(raw).replaceAll('\r\n', '\n') };
}
