/** Deterministic randomness (mulberry32): the same seed gives the same mutants on every machine. */
export function randomFrom(seed: number): (below: number) => number {
	let state = seed >>> 0;
	return (below) => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) % below;
	};
}

/** Bytes at which encodings change their meaning. */
const edges = [0x00, 0x01, 0x03, 0x04, 0x0b, 0x3f, 0x40, 0x60, 0x6f, 0x70, 0x7f, 0x80, 0xfe, 0xff];

type Mutation = (bytes: number[], random: (below: number) => number, other: Uint8Array) => void;

const mutations: readonly Mutation[] = [
	(bytes, random) => {
		const at = random(bytes.length);
		bytes[at] = (bytes[at] as number) ^ (1 << random(8));
	},
	(bytes, random) => {
		bytes[random(bytes.length)] = edges[random(edges.length)] as number;
	},
	(bytes, random) => void bytes.splice(random(bytes.length), 1 + random(8)),
	(bytes, random) =>
		void bytes.splice(random(bytes.length), 0, ...Array.from({ length: 1 + random(8) }, () => random(256))),
	(bytes, random) => {
		const from = random(bytes.length);
		void bytes.splice(random(bytes.length), 0, ...bytes.slice(from, from + 1 + random(64)));
	},
	(bytes, random, other) => {
		const from = random(other.length);
		void bytes.splice(random(bytes.length), 1 + random(16), ...other.subarray(from, from + 1 + random(64)));
	},
	(bytes, random) => void bytes.splice(1 + random(bytes.length)),
];

/** One to four mutations of a module, behind its header. */
export function mutant(bases: readonly Uint8Array[], random: (below: number) => number): Uint8Array {
	const base = bases[random(bases.length)] as Uint8Array;
	const other = bases[random(bases.length)] as Uint8Array;
	const body = [...base.subarray(8)];
	for (let left = 1 + random(4); left > 0 && body.length > 0; left--) {
		(mutations[random(mutations.length)] as Mutation)(body, random, other);
	}
	return Uint8Array.from([...base.subarray(0, 8), ...body]);
}
