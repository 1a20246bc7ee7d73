/** The inside of a utility process that shows what Electron makes of it. Built into `out/check`. */
import { findPort } from '../../src/sandbox/port.ts';

export type Order =
	| { readonly do: 'measure'; readonly value: unknown }
	| { readonly do: 'trap' }
	| { readonly do: 'fill-heap' }
	| { readonly do: 'exit'; readonly code: number };

/** `(module (memory 1) (func (export "f") (drop (i32.load (i32.const -8)))))`: reads outside of its memory. */
const outside = Uint8Array.of(
	...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x04, 0x01, 0x60, 0x00, 0x00, 0x03, 0x02, 0x01, 0x00],
	...[0x05, 0x03, 0x01, 0x00, 0x01, 0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00, 0x0a, 0x0a, 0x01, 0x08, 0x00, 0x41],
	...[0x78, 0x28, 0x02, 0x00, 0x1a, 0x0b],
);

const port = findPort();
port?.onMessage((message) => {
	const order = message as Order;
	switch (order.do) {
		case 'measure':
			return port.post(behind(order.value));
		case 'trap':
			return port.post(trap());
		case 'fill-heap': {
			const kept: unknown[] = [];
			for (;;) kept.push(Array.from({ length: 1_000 }, (_, index) => ({ index })));
		}
		case 'exit':
			return process.exit(order.code);
	}
});
port?.post({ node: process.versions.node, v8: process.versions.v8, execArgv: process.execArgv });

/** Bytes of memory that stand behind all views of a value. */
function behind(value: unknown): number {
	if (ArrayBuffer.isView(value)) return value.buffer.byteLength;
	if (typeof value !== 'object' || value === null) return 0;
	return Object.values(value).reduce((sum: number, part) => sum + behind(part), 0);
}

function trap(): string {
	try {
		const { exports } = new WebAssembly.Instance(new WebAssembly.Module(outside));
		(exports['f'] as () => void)();
		return 'nothing was thrown';
	} catch (error) {
		return error instanceof WebAssembly.RuntimeError ? 'RuntimeError' : String(error);
	}
}
