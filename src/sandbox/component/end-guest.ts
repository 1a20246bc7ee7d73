/** A module that exports `end`, which traps. */
const bytes = Uint8Array.of(
	...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
	...[1, 4, 1, 0x60, 0, 0],
	...[3, 2, 1, 0],
	...[7, 7, 1, 3, 0x65, 0x6e, 0x64, 0, 0],
	...[10, 5, 1, 3, 0, 0x00, 0x0b],
);

/** Ends the guest that called the host by a trap, which no exception handler of the guest's catches: one thrown by JavaScript it could. */
export function endGuest(): never {
	const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
	(exports['end'] as () => never)();
	throw new Error('a trap that did not happen');
}
