/** A sandbox sent something that the protocol does not allow. The message says what, without quoting the bytes. */
export class MalformedFrame extends Error {
	constructor(what: string) {
		super(what);
		this.name = 'MalformedFrame';
	}
}

export function assertFrame(holds: boolean, what: string): asserts holds {
	if (!holds) throw new MalformedFrame(what);
}
