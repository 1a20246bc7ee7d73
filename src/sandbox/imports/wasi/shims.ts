import type { WasmSignature } from '../../../shared/host/abi.ts';
import { type WasiFunctionName, wasiFunctions } from '../../../shared/wasm/wasi/wasi-preview1.ts';

/** What an import answers where the guest has to wait: its shim waits for the answer then. */
export const LATER = -1;

interface Behind {
	/** The functions; each answers an errno or `LATER`. */
	readonly functions: Readonly<Record<string, unknown>>;
	/** The answer that the last `LATER` stands for. */
	readonly wait: () => Promise<number>;
	/** Hears the code of `proc_exit` before the guest is ended. */
	readonly onExit: (code: number) => void;
}

/**
 * What a guest is handed: small WebAssembly functions around the host's. What is answered at once suspends nobody, and
 * so may be asked for anywhere, also by a start function; the guest waits only where the answer comes later. `proc_exit`
 * ends it by a trap, which no exception handler of the guest's catches.
 */
export function createShims(names: readonly WasiFunctionName[], behind: Behind): Readonly<Record<string, unknown>> {
	const now = { ...Object.fromEntries(names.map((name) => [name, behind.functions[name]])), proc_exit: behind.onExit };
	const module = new WebAssembly.Module(shimModule(names));
	const host = { wait: new WebAssembly.Suspending(behind.wait) };
	return new WebAssembly.Instance(module, { now, host }).exports;
}

const types: Readonly<Record<string, number>> = { i32: 0x7f, i64: 0x7e };

function number(value: number): number[] {
	const bytes: number[] = [];
	for (let rest = value; ; rest >>>= 7) {
		if (rest < 0x80) return [...bytes, rest];
		bytes.push((rest & 0x7f) | 0x80);
	}
}

const list = (items: readonly (readonly number[])[]): number[] => [...number(items.length), ...items.flat()];
const section = (id: number, content: readonly number[]): number[] => [id, ...number(content.length), ...content];
const text = (value: string): number[] => list(Array.from(Buffer.from(value), (byte) => [byte]));
const valueTypes = (of: readonly string[]): number[] => list(of.map((type) => [types[type] ?? 0x7f]));

/** Imports each function from `now` and `wait` from `host`; exports each under its own name. */
function shimModule(names: readonly WasiFunctionName[]): Uint8Array {
	const signatures = names.map((name): WasmSignature => wasiFunctions[name]);
	const wait = names.length;
	const typeSection = [...signatures, { params: [], results: ['i32'] }].map(({ params, results }) => [
		0x60,
		...valueTypes(params),
		...valueTypes(results),
	]);
	const imports = [...names.map((name) => ['now', name]), ['host', 'wait']].map(([module = '', name = ''], index) => [
		...text(module),
		...text(name),
		0x00,
		...number(index),
	]);
	const bodies = signatures.map(({ params, results }, index) => {
		const call = [...params.flatMap((_, at) => [0x20, ...number(at)]), 0x10, ...number(index)];
		const result = number(params.length);
		// local.tee; i32.const LATER; i32.eq; if (result i32) call wait else local.get end
		const answer = [0x22, ...result, 0x41, 0x7f, 0x46, 0x04, 0x7f, 0x10, ...number(wait), 0x05, 0x20, ...result, 0x0b];
		const code = [...list([[1, 0x7f]]), ...call, ...(results.length === 0 ? [0x00] : answer), 0x0b];
		return [...number(code.length), ...code];
	});
	const exported = names.map((name, index) => [...text(name), 0x00, ...number(wait + 1 + index)]);
	return Uint8Array.from([
		...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
		...section(1, list(typeSection)),
		...section(2, list(imports)),
		...section(3, list(names.map((_, index) => number(index)))),
		...section(7, list(exported)),
		...section(10, list(bodies)),
	]);
}
