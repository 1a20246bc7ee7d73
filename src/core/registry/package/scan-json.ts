import { holdsNumber } from '../../../shared/json/json-numbers.ts';

/** A place in a JSON text, from its root. */
type JsonPath = readonly (string | number)[];

/** What a JSON text says that `JSON.parse` does not hand on as it stands. */
export interface JsonFlaw {
	/**
	 * `duplicate`: the key stands twice in one object. `number`: no double is it. `depth`: nested too deeply.
	 * `proto`: the key `__proto__`, which validation would drop in silence.
	 */
	readonly kind: 'duplicate' | 'number' | 'depth' | 'proto';
	readonly path: JsonPath;
	/** The token, as it is written, and where it begins in the text. */
	readonly text: string;
	readonly at: number;
}

type Frame = { readonly keys: Set<string>; key: string; wantsKey: boolean } | { readonly keys: null; index: number };

/** A sign, the opening quote of a text, or a number or word. Texts are not its matter: a repeated group needs stack. */
const token = /[{}[\],:"]|[^\s{}[\],:"]+/g;

/** Each token, and where it begins. */
function* tokensOf(text: string): Generator<readonly [token: string, at: number]> {
	token.lastIndex = 0;
	for (let match = token.exec(text); match !== null; match = token.exec(text)) {
		const [found] = match;
		if (found !== '"') {
			yield [found, match.index];
			continue;
		}
		const end = endOfString(text, match.index);
		yield [text.slice(match.index, end), match.index];
		token.lastIndex = end;
	}
}

/** Behind the closing quote of the text whose opening quote is at `from`. */
function endOfString(text: string, from: number): number {
	for (let at = from + 1; at < text.length; at++) {
		const character = text[at];
		if (character === '"') return at + 1;
		if (character === '\\') at += 1;
	}
	return text.length;
}

/**
 * The first flaw of a text that `JSON.parse` accepts, or null. Works without recursion, so that a hostile depth is found
 * before anything recursive meets it.
 */
export function findJsonFlaw(text: string, maxDepth: number): JsonFlaw | null {
	const frames: Frame[] = [];
	const pathTo = (): JsonPath => frames.map((frame) => (frame.keys === null ? frame.index : frame.key));
	for (const [found, at] of tokensOf(text)) {
		const frame = frames.at(-1);
		switch (found[0]) {
			case '{':
				if (frames.length >= maxDepth) return { kind: 'depth', path: pathTo(), text: found, at };
				frames.push({ keys: new Set(), key: '', wantsKey: true });
				break;
			case '[':
				if (frames.length >= maxDepth) return { kind: 'depth', path: pathTo(), text: found, at };
				frames.push({ keys: null, index: 0 });
				break;
			case '}':
			case ']':
				frames.pop();
				break;
			case ',':
				if (frame?.keys === null) frame.index++;
				else if (frame !== undefined) frame.wantsKey = true;
				break;
			case ':':
				break;
			case '"':
				if (frame === undefined || frame.keys === null || !frame.wantsKey) break;
				frame.key = JSON.parse(found) as string;
				frame.wantsKey = false;
				if (frame.keys.has(frame.key)) return { kind: 'duplicate', path: pathTo(), text: found, at };
				if (frame.key === '__proto__') return { kind: 'proto', path: pathTo(), text: found, at };
				frame.keys.add(frame.key);
				break;
			default:
				if (!isFaithful(found)) return { kind: 'number', path: pathTo(), text: found, at };
		}
	}
	return null;
}

/** Whether a number stays what was written: every digit of it, within what counts as exact. Words count as faithful. */
function isFaithful(text: string): boolean {
	if (!/^-?\d/.test(text)) return true;
	return holdsNumber(text) && (!/^-?\d+$/.test(text) || Number.isSafeInteger(Number(text)));
}

/** Nesting beyond this serves nobody, and whatever reads a manifest may be recursive. */
export const MAX_JSON_DEPTH = 100;

/** More values and keys than any manifest needs, and few enough to be looked at in milliseconds. */
export const MAX_JSON_PARTS = 20_000;

/**
 * Whether a text, JSON or not, has more parts (objects, lists, and what stands in them) than are looked at. Costs one pass.
 * What is nested too deeply is no such text: it has a flaw that is told by its place.
 */
export function holdsTooMuch(text: string, most = MAX_JSON_PARTS): boolean {
	let parts = 0;
	let depth = 0;
	for (let at = 0; at < text.length; at++) {
		switch (text.charCodeAt(at)) {
			case 0x22:
				at = endOfString(text, at) - 1;
				break;
			case 0x5d: // ]
			case 0x7d: // }
				depth -= 1;
				break;
			case 0x5b: // [
			case 0x7b: // {
				depth += 1;
				if (depth > MAX_JSON_DEPTH) return false;
				parts += 1;
				if (parts > most) return true;
				break;
			case 0x2c: // ,
				parts += 1;
				if (parts > most) return true;
		}
	}
	return false;
}
