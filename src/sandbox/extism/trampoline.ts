import { DataFlareError } from '../../shared/errors/errors.ts';
import type { WasmSignature, WasmValueType } from '../../shared/host/abi.ts';

const codes: Readonly<Record<WasmValueType, number | null>> = {
	i32: 0x7f,
	i64: 0x7e,
	f32: 0x7d,
	f64: 0x7c,
	v128: 0x7b,
	funcref: 0x70,
	externref: 0x6f,
	anyref: 0x6e,
	eqref: 0x6d,
	i31ref: 0x6c,
	structref: 0x6b,
	arrayref: 0x6a,
	exnref: 0x69,
	nullref: 0x71,
	nullfuncref: 0x73,
	nullexternref: 0x72,
	nullexnref: 0x74,
	other: null,
};

/**
 * Functions that stand for others which are not there yet, because modules need each other: each calls through a table.
 * They are WebAssembly themselves, so that whatever is called through them may wait.
 */
export class Trampolines {
	readonly #table: WebAssembly.Table;
	readonly #functions: readonly unknown[];

	constructor(signatures: readonly WasmSignature[]) {
		this.#table = new WebAssembly.Table({ element: 'anyfunc', initial: signatures.length });
		const module = new WebAssembly.Module(trampolineModule(signatures));
		const { exports } = new WebAssembly.Instance(module, { t: { t: this.#table } });
		this.#functions = signatures.map((_, index) => exports[`f${index}`]);
	}

	at(index: number): unknown {
		return this.#functions[index];
	}

	/** From now on the function is there. */
	lead(index: number, to: unknown): void {
		this.#table.set(index, to);
	}
}

function trampolineModule(signatures: readonly WasmSignature[]): Uint8Array {
	const types = signatures.map(({ params, results }) => [0x60, ...valueTypes(params), ...valueTypes(results)]);
	const imports = [[...text('t'), ...text('t'), 0x01, 0x70, 0x00, ...leb(signatures.length)]];
	const exports = signatures.map((_, index) => [...text(`f${index}`), 0x00, ...leb(index)]);
	const bodies = signatures.map(({ params }, index) => {
		const gets = params.flatMap((_, local) => [0x20, ...leb(local)]);
		const code = [0x00, ...gets, 0x41, ...signedLeb(index), 0x11, ...leb(index), 0x00, 0x0b];
		return [...leb(code.length), ...code];
	});
	const functions = signatures.map((_, index) => leb(index));
	const sections = [
		[1, types],
		[2, imports],
		[3, functions],
		[7, exports],
		[10, bodies],
	] as const;
	const bytes = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
	for (const [id, entries] of sections) {
		const content = [...leb(entries.length), ...entries.flat()];
		bytes.push(id, ...leb(content.length), ...content);
	}
	return Uint8Array.from(bytes);
}

function valueTypes(types: readonly WasmValueType[]): number[] {
	const found = types.map((type) => codes[type]);
	if (found.includes(null)) {
		throw new DataFlareError(
			'plugin_load',
			'modules that need each other exchange values of a kind that cannot be linked',
		);
	}
	return [...leb(types.length), ...(found as number[])];
}

function text(ascii: string): number[] {
	return [...leb(ascii.length), ...Array.from(ascii, (letter) => letter.charCodeAt(0))];
}

function leb(value: number): number[] {
	const bytes: number[] = [];
	let rest = value;
	do {
		bytes.push(rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
		rest >>>= 7;
	} while (rest > 0);
	return bytes;
}

/** Of a number that is not negative. */
function signedLeb(value: number): number[] {
	const bytes: number[] = [];
	let rest = value;
	for (;;) {
		const low = rest & 0x7f;
		rest >>>= 7;
		if (rest === 0 && (low & 0x40) === 0) return [...bytes, low];
		bytes.push(low | 0x80);
	}
}
