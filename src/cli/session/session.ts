import type { Readable, Writable } from 'node:stream';
import { styleText } from 'node:util';
import type { Core } from '../../core/index.ts';
import type { RouteInput, RouteName, RouteOutput } from '../../shared/api/routes.ts';
import { DataFlareError, type WireError } from '../../shared/errors/errors.ts';
import type { Envelope } from '../../shared/errors/result.ts';
import { hintOf } from '../text/hint-of.ts';
import { otherProblems } from '../text/other-problems.ts';
import { safeJson, safeLines } from '../text/safe-text.ts';
import { type Cell, type Column, renderTable, type Tone } from '../text/table.ts';
import type { Interrupts } from './interrupts.ts';

export interface Terminal {
	readonly stdin: Readable & { readonly isTTY?: boolean };
	readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
	readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
}

export interface SessionOptions {
	readonly json: boolean;
	readonly quiet: boolean;
	readonly color: boolean;
}

/** What was asked cannot be done as it was asked: exit code 2. */
export class UsageError extends DataFlareError {
	constructor(message: string, hint?: string) {
		super('invalid_input', message, { hint });
	}
}

/** One command's conversation: asks the engine, prints the answer in the form that was wanted. */
export class Session {
	readonly core: Core;
	readonly terminal: Terminal;
	readonly options: SessionOptions;
	readonly interrupts: Interrupts;
	/** True once the data itself went to standard output: nothing else may. */
	dataOnStdout = false;

	constructor(core: Core, terminal: Terminal, options: SessionOptions, interrupts: Interrupts) {
		this.core = core;
		this.terminal = terminal;
		this.options = options;
		this.interrupts = interrupts;
	}

	/** The answer's data; throws its error. */
	async ask<N extends RouteName>(route: N, input: RouteInput<N>): Promise<RouteOutput<N>> {
		const answer: Envelope<RouteOutput<N>> = await this.core.request(route, input);
		if (answer.ok) return answer.data;
		throw DataFlareError.fromWire(answer.error);
	}

	/** Prints a result: the envelope with `--json`, else what `show` prints. */
	result(data: unknown, show: () => void): void {
		if (this.options.json) this.raw(`${safeJson({ ok: true, data })}\n`);
		else show();
	}

	/**
	 * A line for people; on standard error where standard output carries data. A line feed in it came with somebody
	 * else's words: what follows it is marked.
	 */
	say(text = '', style?: Style): void {
		if (this.options.json) return;
		const { stdout, stderr } = this.terminal;
		if (!this.dataOnStdout) this.raw(`${this.#styled(style, linesFor(stdout, text))}\n`);
		else if (!this.options.quiet) stderr.write(`${linesFor(stderr, text)}\n`);
	}

	/** Says that what was asked for is done: with `--quiet` the exit code says so alone. */
	confirm(text: string): void {
		if (!this.options.quiet) this.say(text);
	}

	/** Something beside the result, left out with `--quiet`. */
	note(text: string): void {
		if (!this.options.quiet && !this.options.json) this.#tell(text);
	}

	/** Something that must not be missed, whatever the output is for. */
	warn(text: string): void {
		this.#tell(`note: ${text}`);
	}

	/** Text that is safe to print already, or is not for a terminal. */
	raw(text: string): void {
		this.terminal.stdout.write(text);
	}

	/** A table on a terminal; aligned columns elsewhere, for other programs to read. */
	table(columns: readonly Column[], rows: readonly (readonly Cell[])[]): void {
		const { stdout } = this.terminal;
		this.raw(
			renderTable(columns, rows, {
				columns: stdout.isTTY === true ? (stdout.columns ?? 80) : null,
				title: (text) => this.#styled('bold', text),
				tone: (tone, text) => this.#styled(styleOf[tone], text),
			}),
		);
	}

	#tell(text: string): void {
		const { stderr } = this.terminal;
		stderr.write(`${linesFor(stderr, text)}\n`);
	}

	#styled(style: Style | undefined, text: string): string {
		if (style === undefined || !this.options.color || this.terminal.stdout.isTTY !== true) return text;
		return styleText(style, text, { validateStream: false });
	}
}

type Style = Parameters<typeof styleText>[0];

const styleOf: Readonly<Record<Tone, Style | undefined>> = {
	good: 'green',
	bad: 'red',
	warn: 'yellow',
	plain: undefined,
};

/** The error in words, then the hint; or the envelope with `--json`. */
export function reportError(error: DataFlareError, terminal: Terminal, json: boolean): void {
	const said: WireError = error.toWire();
	const hint = hintOf(said);
	const wire: WireError = hint === undefined ? said : { ...said, hint };
	if (json) {
		terminal.stdout.write(`${safeJson({ ok: false, error: wire })}\n`);
		return;
	}
	const { stderr } = terminal;
	stderr.write(`${linesFor(stderr, errorText(wire))}\n`);
	if (hint !== undefined) stderr.write(`${linesFor(stderr, `hint: ${hint}`)}\n`);
	for (const other of otherProblems(wire)) stderr.write(`${linesFor(stderr, other)}\n`);
}

/** What a plugin reported is told as its own words. */
export function errorText({ code, message, origin }: Pick<WireError, 'code' | 'message' | 'origin'>): string {
	return `error[${code}]: ${origin === 'guest' ? 'the plugin says: ' : ''}${message}`;
}

function linesFor(stream: Terminal['stdout'], text: string): string {
	return safeLines(text, stream.isTTY === true ? (stream.columns ?? 80) : null);
}

/** Runs a command's work in a session; the work may answer with an exit code of its own. */
export type Run = (work: (session: Session) => Promise<number | undefined | void>) => Promise<void>;
