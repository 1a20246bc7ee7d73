/** A place in a JSON text, from its root. */
export type JsonPath = readonly (string | number)[];

/** What a JSON text says that `JSON.parse` does not hand on as it stands. */
export interface JsonFlaw {
	/**
	 * `duplicate`: the key stands twice in one object. `number`: no double is near it. `depth`: nested too deeply.
	 * `proto`: the key `__proto__`, which validation would drop in silence.
	 */
	readonly kind: 'duplicate' | 'number' | 'depth' | 'proto';
	readonly path: JsonPath;
	/** The token, as it is written, and where it begins in the text. */
	readonly text: string;
	readonly at: number;
}

type Frame = { readonly keys: Set<string>; key: string; wantsKey: boolean } | { readonly keys: null; index: number };

const token = /[{}[\],:]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s{}[\],:"]+/gs;

/**
 * The first flaw of a text that `JSON.parse` accepts, or null. Works without recursion, so that a hostile depth is found
 * before anything recursive meets it.
 */
export function findJsonFlaw(text: string, maxDepth: number): JsonFlaw | null {
	const frames: Frame[] = [];
	const pathTo = (): JsonPath => frames.map((frame) => (frame.keys === null ? frame.index : frame.key));
	for (const match of text.matchAll(token)) {
		const [found] = match;
		const at = match.index;
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

/** Whether a number is what was written: finite, and exact where it is a whole number. Words count as faithful. */
function isFaithful(text: string): boolean {
	if (!/^-?\d/.test(text)) return true;
	const value = Number(text);
	return Number.isFinite(value) && (!/^-?\d+$/.test(text) || Number.isSafeInteger(value));
}
