import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Broker } from '../../src/core/broker/broker.ts';
import type { RuntimeBudgets } from '../../src/core/runtime/budgets.ts';
import { createRuntime } from '../../src/core/runtime/create-runtime.ts';
import { forkAdapter } from '../../src/core/runtime/fork-adapter.ts';
import type { Runtime } from '../../src/core/runtime/runtime.ts';
import { reaperEntry } from './built.ts';

/**
 * The honest half of a sandbox, on top of which a case lies: `send(frame)` stamps and sends, `raw(bytes)` writes to the
 * channel past Node, `on(t, fn)` is called with each frame of the parent's of that type.
 */
const prelude = `
	import { writeSync } from 'node:fs';
	import { serialize } from 'node:v8';
	process.on('disconnect', () => process.exit());
	let gen = 0;
	const handlers = {};
	const on = (t, fn) => { handlers[t] = fn; };
	const send = (frame) => process.send({ v: 1, gen, ...frame });
	const raw = (bytes) => {
		for (let at = 0; at < bytes.length;) {
			try { at += writeSync(process.channel.fd ?? 3, bytes, at); } catch (error) { if (error.code !== 'EAGAIN') throw error; }
		}
	};
	const framed = (body) => { const head = Buffer.alloc(4); head.writeUInt32BE(body.length); return Buffer.concat([head, body]); };
	const value = (id, data = null) => ({ t: 'result', id, output: { kind: 'value', data, status: 0 },
		counts: { recordsIn: 0, recordsOut: data === null ? 0 : 1 }, ms: 0, memoryBytes: 0 });
	const fail = (error) => ({ t: 'failed', id: 0, error, ms: 0, memoryBytes: 0, instanceLost: false });
	on('boot', () => send({ t: 'ready', memoryProof: true, layers: [] }));
	on('load', () => send({ t: 'loaded', compileMs: 0, initMs: 0, memoryBytes: 0 }));
	on('stop', () => { send({ t: 'stopped', cleanup: null, said: null }); setTimeout(() => process.exit(), 20); });
	process.on('message', (frame) => { gen = frame.gen; handlers[frame.t]?.(frame); });
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
export function startLiars(codes: readonly string[], broker: Broker, budgets: Partial<RuntimeBudgets> = {}): Liars {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-liar-'));
	const entry = join(folder, 'liar.mjs');
	const cases = codes.map((code) => `() => { ${code}\n }`).join(',\n');
	writeFileSync(entry, `${prelude}\nconst cases = [${cases}];\n`);
	const runtime = createRuntime({ adapter: forkAdapter({ entry, reaperEntry }), broker, spares: 3, budgets });
	return {
		runtime,
		async dispose() {
			await runtime.dispose(1_000);
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
