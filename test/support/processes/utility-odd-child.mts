/** A utility process that does what honest sandboxes do not, and some things that they rely on. */
import { writeSync } from 'node:fs';
import { watchParent } from '../../../src/sandbox/parent-watch.ts';
import { findPort } from '../../../src/sandbox/port.ts';

export type OddOrder =
	| { readonly do: 'measure'; readonly value: unknown }
	| { readonly do: 'cut'; readonly bytes: number; readonly of: number }
	| { readonly do: 'tell'; readonly what: unknown }
	| { readonly do: 'fill-heap' }
	| { readonly do: 'write-and-exit'; readonly text: string; readonly code: number }
	| { readonly do: 'write-for-ever' }
	| { readonly do: 'spin' };

// As on Windows, where nothing else ends it with its parent.
watchParent();
const port = findPort();
if (port === null) throw new Error('this is no utility process');
const tell = (process as unknown as { parentPort: Record<symbol, (what: unknown) => void> }).parentPort[
	Symbol.for('stand-in.tell')
];

/** Bytes of memory that stand behind all views of a value. */
function behind(value: unknown): number {
	if (ArrayBuffer.isView(value)) return value.buffer.byteLength;
	if (typeof value !== 'object' || value === null) return 0;
	return Object.values(value).reduce((sum: number, part) => sum + behind(part), 0);
}

function writeAll(text: string): void {
	try {
		writeSync(2, text);
	} catch {
		// The pipe is full for a moment.
	}
}

port.onMessage((message) => {
	const order = message as OddOrder;
	switch (order.do) {
		case 'measure':
			return port.post(behind(order.value));
		case 'cut':
			return port.post({ data: new Uint8Array(order.of).subarray(0, order.bytes) });
		case 'tell':
			return tell?.(order.what);
		case 'fill-heap': {
			const kept: unknown[] = [];
			for (;;) kept.push(Array.from({ length: 1_000 }, (_, index) => ({ index })));
		}
		case 'write-and-exit':
			process.stderr.write(order.text);
			return process.exit(order.code);
		case 'write-for-ever':
			for (;;) writeAll('x'.repeat(65_536));
		case 'spin':
			port.post('spinning');
			setTimeout(() => {
				for (;;);
			}, 50);
	}
});
port.post('up');
