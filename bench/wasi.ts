import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBroker } from '../src/core/broker/create-broker.ts';
import { createRuntime } from '../src/core/runtime/create-runtime.ts';
import type { ProcessAdapter } from '../src/core/runtime/process-adapter.ts';
import type { GuestSpec } from '../src/core/runtime/runtime.ts';
import { securityPolicySchema } from '../src/shared/policy/security-policy.ts';
import { smallReadsGuest } from './guests.ts';
import { ratesOf } from './measure.ts';
import { report } from './report.ts';

const FILE_BYTES = 16 * 1024 * 1024;
const PIECE = 4096;

/** How fast a program of a C library reads a granted file 4 KiB at a time, beside this process doing the same. */
export async function wasiBench(adapter: ProcessAdapter, base: GuestSpec): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'dataflare-bench-'));
	const file = join(folder, 'large');
	writeFileSync(file, Buffer.alloc(FILE_BYTES, 0x61));
	const policy = securityPolicySchema.parse({ allow_file_system: true, allowed_paths: ['.'] });
	const state = { get: () => null, set: () => true, clear: () => undefined };
	const runtime = createRuntime({ adapter, broker: createBroker({ state, env: {} }) });
	try {
		const lease = await runtime.lease({
			...base,
			module: await smallReadsGuest(),
			guest: { ...base.guest, type: 'processor', abi: 'wasi-command', encoding: 'bytes', batch: false },
			policy: () => policy,
			dataFolder: folder,
		});
		const input = { kind: 'value', data: null } as const;
		const here = async (): Promise<void> => {
			const handle = await open(file);
			const piece = Buffer.alloc(PIECE);
			for (let at = 0; at < FILE_BYTES; at += PIECE) await handle.read(piece, 0, PIECE, at);
			await handle.close();
		};
		const [guest = 0, own = 0] = await ratesOf(
			{ count: 20, inFlight: 1, work: () => lease.call({ fn: 'process_data', input }) },
			{ count: 5, inFlight: 1, work: here },
		);
		const speed = (rate: number): string =>
			`${Math.round((rate * FILE_BYTES) / 1024 / 1024).toLocaleString('en')} MiB/s`;
		report('a WASI program reads a granted file, 4 KiB at a time', speed(guest));
		report('  Node, the same by promises in this process', speed(own));
		report('  ratio', (guest / own).toFixed(1), 'at least 1', guest >= own);
		await lease.close();
	} finally {
		await runtime.dispose();
		rmSync(folder, { recursive: true, force: true });
	}
}
