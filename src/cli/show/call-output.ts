import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { CallAnswer } from '../../shared/api/plugin-routes.ts';
import type { KeptOutput } from '../../shared/run/kept-output.ts';
import type { Session } from '../session/session.ts';
import { safeJson, safeJsonText, safeText } from '../text/safe-text.ts';

/** An answer, with its output opened where that is too large to be in it. */
export interface OpenedAnswer {
	readonly answer: CallAnswer;
	readonly output: { readonly kept: KeptOutput; readonly stream: Readable } | null;
}

/** Opened at once: the outputs of calls that follow may need its room. */
export async function openAnswer({ core }: Session, answer: CallAnswer): Promise<OpenedAnswer> {
	const { kept } = answer;
	return { answer, output: kept === undefined ? null : { kept, stream: await core.openOutput(kept.id) } };
}

/** Prints what came out; a large output piece by piece, to anything but a terminal as the bytes that it is. */
export async function printOutput(session: Session, { answer, output }: OpenedAnswer): Promise<void> {
	if (output === null) {
		// JSON is its own mark: no line of it can be taken for one of the program's.
		if (answer.value !== undefined) session.raw(`${safeJson(answer.value, 2)}\n`);
		else session.say(answer.base64 ?? String(answer.status));
		return;
	}
	const { kept, stream } = output;
	if (kept.form === 'bytes') return pour(session, endedLine(base64(stream)));
	const isTerminal = session.terminal.stdout.isTTY === true;
	return pour(session, endedLine(isTerminal ? mapped(texts(stream), safeText) : stream));
}

/** Prints the envelope of all answers as one JSON document, the outputs in their places without making values of them. */
export function printAnswers(session: Session, answers: readonly OpenedAnswer[]): Promise<void> {
	return pour(session, envelope(answers));
}

async function* envelope(answers: readonly OpenedAnswer[]): AsyncGenerator<string> {
	const isList = answers.length !== 1;
	yield `{"ok":true,"data":${isList ? '[' : ''}`;
	for (const [index, { answer, output }] of answers.entries()) {
		if (index > 0) yield ',';
		if (output === null) {
			yield safeJson(answer);
			continue;
		}
		const { kept: _, ...rest } = answer;
		const isBytes = output.kept.form === 'bytes';
		yield `${safeJson(rest).slice(0, -1)},"${isBytes ? 'base64' : 'value'}":`;
		if (isBytes) {
			yield '"';
			yield* base64(output.stream);
			yield '"';
		} else {
			const json = mapped(texts(output.stream), safeJsonText);
			yield* output.kept.form === 'json' ? json : listOf(json);
		}
		yield '}';
	}
	yield `${isList ? ']' : ''}}\n`;
}

/** The records of NDJSON as the elements of one list. */
export async function* listOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
	let isBlank = true;
	let separator = '[';
	for await (const piece of pieces) {
		let text = '';
		for (const [index, part] of piece.split('\n').entries()) {
			if (index > 0) isBlank = true;
			const shown = isBlank ? part.replace(/^[ \t\r]+/, '') : part;
			if (shown === '') continue;
			if (isBlank) {
				text += separator;
				separator = ',';
				isBlank = false;
			}
			text += shown;
		}
		yield text;
	}
	yield separator === '[' ? '[]' : ']';
}

export async function* base64(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
	let rest = Buffer.alloc(0);
	for await (const piece of pieces) {
		const all = Buffer.concat([rest, piece]);
		const whole = all.length - (all.length % 3);
		rest = all.subarray(whole);
		yield all.toString('base64', 0, whole);
	}
	yield rest.toString('base64');
}

async function* texts(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
	const decoder = new StringDecoder('utf8');
	for await (const piece of pieces) yield decoder.write(Buffer.from(piece));
	yield decoder.end();
}

async function* mapped(pieces: AsyncIterable<string>, change: (text: string) => string): AsyncGenerator<string> {
	for await (const piece of pieces) yield change(piece);
}

/** With a line feed at its end, if it has none. */
async function* endedLine(pieces: AsyncIterable<string | Uint8Array>): AsyncGenerator<string | Uint8Array> {
	let isEnded = false;
	for await (const piece of pieces) {
		yield piece;
		const last = piece.at(-1);
		if (last !== undefined) isEnded = last === '\n' || last === 0x0a;
	}
	if (!isEnded) yield '\n';
}

/** No faster than the reader reads; a reader that went away ends it. */
async function pour({ terminal }: Session, pieces: AsyncIterable<string | Uint8Array>): Promise<void> {
	const { stdout } = terminal;
	for await (const piece of pieces) {
		if (stdout.destroyed) return;
		if (stdout.write(piece)) continue;
		const waiting = new AbortController();
		const { signal } = waiting;
		await Promise.race([once(stdout, 'drain', { signal }), once(stdout, 'close', { signal })]).catch(() => undefined);
		waiting.abort();
	}
}
