type Crypto = typeof import('node:crypto');

/** Taken before the realm is locked, which leaves nobody else a way to a module. */
const { getBuiltinModule } = process;
const drawnAtOnce = new Uint32Array(1024);
let drawn = drawnAtOnce.length;
let crypto: Crypto | undefined;

/** What the system's generator gives. */
export interface Randomness {
	/** Uniform in [0, 1), with 53 bits. */
	draw(): number;
	fill(bytes: Uint8Array): void;
}

/**
 * For a guest that imports it. Most do not, and the code behind it is a tenth of what a process takes to start: it is
 * loaded when the first such guest is wired, and not when it first asks, with whatever it has left of the stack.
 */
export function randomness(): Randomness {
	crypto ??= getBuiltinModule('node:crypto');
	const { randomFillSync } = crypto;
	return {
		draw() {
			if (drawn === drawnAtOnce.length) {
				randomFillSync(drawnAtOnce);
				drawn = 0;
			}
			const high = (drawnAtOnce[drawn++] as number) >>> 5;
			const low = (drawnAtOnce[drawn++] as number) >>> 6;
			return (high * 0x4000000 + low) / 0x20000000000000;
		},
		fill: (bytes) => void randomFillSync(bytes),
	};
}
