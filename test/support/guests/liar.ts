import type { Broker } from '../../../src/core/broker/broker.ts';
import type { RuntimeBudgets } from '../../../src/core/runtime/budgets.ts';
import { createRuntime } from '../../../src/core/runtime/create-runtime.ts';
import { forkAdapter } from '../../../src/core/runtime/process/fork-adapter.ts';
import type { Runtime } from '../../../src/core/runtime/runtime.ts';
import { reaperEntry } from '../built.ts';
import { standalone } from './standalone.ts';

/**
 * The honest half of a sandbox, on top of which a case lies: `send(frame)` stamps and sends, `say(value)` sends as it
 * is, `raw(bytes)` writes to the pipe, `on(t, fn)` is called with each frame of the parent's of that type.
 */
const prelude = `
	import { closeSync, writeSync } from 'node:fs';
	port.onClose(() => process.exit());
	let gen = 0;
	const handlers = {};
	const on = (t, fn) => { handlers[t] = fn; };
	const say = (value) => port.post(value);
	const send = (frame) => say({ v: 1, gen, ...frame });
	const raw = (bytes) => {
		for (let at = 0; at < bytes.length;) {
			try { at += writeSync(4, bytes, at); } catch (error) { if (error.code !== 'EAGAIN') throw error; }
		}
	};
	const framed = (head) => { const prefix = Buffer.alloc(8); prefix.writeUInt32LE(head.length); return Buffer.concat([prefix, head]); };
	const value = (id, data = null) => ({ t: 'result', id, output: { kind: 'value', data, status: 0 },
		counts: { recordsIn: 0, recordsOut: data === null ? 0 : 1 }, ms: 0, memoryBytes: 0 });
	const fail = (error) => ({ t: 'failed', id: 0, error, ms: 0, memoryBytes: 0, instanceLost: false });
	on('boot', () => send({ t: 'ready', memoryProof: true, layers: [] }));
	on('load', () => send({ t: 'loaded', compileMs: 0, initMs: 0, memoryBytes: 0 }));
	on('stop', () => { send({ t: 'stopped', cleanup: null, said: null }); setTimeout(() => process.exit(), 20); });
	port.onMessage((frame) => { gen = frame.gen; handlers[frame.t]?.(frame); });
	let lie = () => {};
	on('call', (frame) => {
		if (frame.fn === 'echo') return send(value(frame.id, frame.input.data));
		cases[Number(frame.fn)]();
		lie(frame);
	});
`;

export interface Liars {
	readonly runtime: Runtime;
	dispose(): Promise<void>;
}

/** A runtime whose sandbox processes are real and hostile: a call of the function `n` runs `codes[n]`. */
export async function startLiars(
	codes: readonly string[],
	broker: Broker,
	budgets: Partial<RuntimeBudgets> = {},
): Promise<Liars> {
	const cases = codes.map((code) => `() => { ${code}\n }`).join(',\n');
	const entry = await standalone({ source: `${prelude}\nconst cases = [${cases}];\n` });
	const runtime = createRuntime({ adapter: forkAdapter({ entry, reaperEntry }), broker, spares: 3, budgets });
	return { runtime, dispose: () => runtime.dispose(1_000) };
}
