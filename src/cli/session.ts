import { randomBytes } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { Core } from '../core/index.ts';
import type { RouteInput, RouteName, RouteOutput } from '../shared/api/routes.ts';
import { DataFlareError, type WireError } from '../shared/errors.ts';
import type { Envelope } from '../shared/result.ts';
import { safeLine, safeText } from './safe-text.ts';

export interface Terminal {
	readonly stdin: Readable & { readonly isTTY?: boolean };
	readonly stdout: Writable & { readonly isTTY?: boolean };
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
	/** True once the data itself went to standard output: nothing else may. */
	dataOnStdout = false;

	constructor(core: Core, terminal: Terminal, options: SessionOptions) {
		this.core = core;
		this.terminal = terminal;
		this.options = options;
	}

	/** The answer's data; throws its error. */
	async ask<N extends RouteName>(route: N, input: RouteInput<N>): Promise<RouteOutput<N>> {
		const answer: Envelope<RouteOutput<N>> = await this.core.request(route, input);
		if (answer.ok) return answer.data;
		throw DataFlareError.fromWire(answer.error);
	}

	/** Prints a result: the envelope with `--json`, else what `show` prints. */
	result(data: unknown, show: () => void): void {
		if (this.options.json) this.#write(`${escapeJson(JSON.stringify({ ok: true, data }))}\n`);
		else show();
	}

	/** A line for people; on standard error where standard output carries data. */
	say(text = ''): void {
		if (this.options.json) return;
		if (this.dataOnStdout) {
			if (!this.options.quiet) this.terminal.stderr.write(`${safeText(text)}\n`);
		} else this.#write(`${safeText(text)}\n`);
	}

	/** Something beside the result, left out with `--quiet`. */
	note(text: string): void {
		if (!this.options.quiet && !this.options.json) this.terminal.stderr.write(`${safeText(text)}\n`);
	}

	raw(text: string): void {
		this.#write(text);
	}

	/** A table on a terminal; aligned columns elsewhere, for other programs to read. */
	table(head: readonly string[], rows: readonly (readonly string[])[]): void {
		const safe = rows.map((row) => row.map(safeLine));
		if (this.terminal.stdout.isTTY === true) {
			const table = new Table({
				head: head.map((text) => this.style('bold', text)),
				chars: plainChars,
				style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
			});
			for (const row of safe) table.push([...row]);
			this.#write(`${table.toString()}\n`);
			return;
		}
		const widths = head.map((text, index) => Math.max(text.length, ...safe.map((row) => row[index]?.length ?? 0)));
		for (const row of [head, ...safe]) {
			const line = row.map((text, index) => text.padEnd(widths[index] ?? 0)).join('  ');
			this.#write(`${line.trimEnd()}\n`);
		}
	}

	style(format: Parameters<typeof styleText>[0], text: string): string {
		return this.options.color && this.terminal.stdout.isTTY === true
			? styleText(format, text, { validateStream: false })
			: text;
	}

	#write(text: string): void {
		this.terminal.stdout.write(text);
	}
}

/** `error[code]: message`, then the hint; or the envelope with `--json`. */
export function reportError(error: DataFlareError, terminal: Terminal, json: boolean): void {
	const wire: WireError = error.toWire();
	if (json) {
		terminal.stdout.write(`${escapeJson(JSON.stringify({ ok: false, error: wire }))}\n`);
		return;
	}
	terminal.stderr.write(`error[${wire.code}]: ${safeText(wire.message)}\n`);
	if (wire.hint !== undefined) terminal.stderr.write(`hint: ${safeText(wire.hint)}\n`);
}

/** JSON escapes C0 controls by itself; C1 and bidirectional controls reach a terminal unless they are escaped, too. */
function escapeJson(json: string): string {
	return json.replaceAll(
		/[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);
}

export function newRunId(): string {
	return randomBytes(6).toString('hex');
}

const plainChars = {
	top: '',
	'top-mid': '',
	'top-left': '',
	'top-right': '',
	bottom: '',
	'bottom-mid': '',
	'bottom-left': '',
	'bottom-right': '',
	left: '',
	'left-mid': '',
	mid: '',
	'mid-mid': '',
	right: '',
	'right-mid': '',
	middle: '',
} as const;
