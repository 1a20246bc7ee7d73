import type { Readable, Writable } from 'node:stream';
import { styleText } from 'node:util';
import type { Core } from '../core/index.ts';
import type { RouteInput, RouteName, RouteOutput } from '../shared/api/routes.ts';
import { DataFlareError, type WireError } from '../shared/errors.ts';
import type { Envelope } from '../shared/result.ts';
import type { Interrupts } from './interrupts.ts';
import { safeJson, safeText } from './safe-text.ts';
import { type Cell, type Column, renderTable, type Tone } from './table.ts';

export interface Terminal {
	readonly stdin: Readable & { readonly isTTY?: boolean };
	readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
	readonly stderr: Writable & { readonly isTTY?: boolean };
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

	/** Lines for people; on standard error where standard output carries data. */
	say(text = '', style?: Style): void {
		if (this.options.json) return;
		if (!this.dataOnStdout) this.raw(`${this.#styled(style, safeText(text))}\n`);
		else if (!this.options.quiet) this.terminal.stderr.write(`${safeText(text)}\n`);
	}

	/** Says that what was asked for is done: with `--quiet` the exit code says so alone. */
	confirm(text: string): void {
		if (!this.options.quiet) this.say(text);
	}

	/** Something beside the result, left out with `--quiet`. */
	note(text: string): void {
		if (!this.options.quiet && !this.options.json) this.terminal.stderr.write(`${safeText(text)}\n`);
	}

	/** Something that must not be missed, whatever the output is for. */
	warn(text: string): void {
		this.terminal.stderr.write(`note: ${safeText(text)}\n`);
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

/** `error[code]: message`, then the hint; or the envelope with `--json`. */
export function reportError(error: DataFlareError, terminal: Terminal, json: boolean): void {
	const wire: WireError = error.toWire();
	if (json) {
		terminal.stdout.write(`${safeJson({ ok: false, error: wire })}\n`);
		return;
	}
	terminal.stderr.write(`error[${wire.code}]: ${safeText(wire.message)}\n`);
	if (wire.hint !== undefined) terminal.stderr.write(`hint: ${safeText(wire.hint)}\n`);
}
