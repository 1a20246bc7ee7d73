const LF = 0x0a;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const [A, E, F, L, R, S, T, U] = [0x61, 0x65, 0x66, 0x6c, 0x72, 0x73, 0x74, 0x75];

/**
 * Verdicts on `count` records as a filter most often writes them: `[true,false]`, or a line for each, without any white
 * space. 1: kept. Null: it may be right all the same, and is read in another way. `data[length]` is a line feed.
 */
export function plainVerdicts(
	data: Uint8Array,
	length: number,
	count: number,
	form: 'array' | 'lines',
): Uint8Array | null {
	const isArray = form === 'array';
	if (isArray && data[0] !== OPEN_ARRAY) return null;
	const verdicts = new Uint8Array(count);
	let at = isArray ? 1 : 0;
	for (let index = 0; index < count; index++) {
		if (data[at] === T) {
			if (data[at + 1] !== R || data[at + 2] !== U || data[at + 3] !== E) return null;
			verdicts[index] = 1;
			at += 4;
		} else {
			if (data[at] !== F || data[at + 1] !== A || data[at + 2] !== L || data[at + 3] !== S || data[at + 4] !== E) {
				return null;
			}
			at += 5;
		}
		const next = !isArray ? LF : index + 1 < count ? COMMA : CLOSE_ARRAY;
		if (data[at++] !== next) return null;
	}
	// Behind a last line that is not ended stands the line feed that is not part of it.
	return at === length || (!isArray && at === length + 1) ? verdicts : null;
}
