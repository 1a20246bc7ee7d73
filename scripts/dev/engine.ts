/**
 * The engine with its server on 127.0.0.1, run from its sources. `main.ts` starts it, starts it anew after each change of
 * them, and hears from it at which address it lets one window in.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import envPaths from 'env-paths';
import { createCore } from '../../src/core/index.ts';
import { createLoopback } from '../../src/loopback/create-loopback.ts';
import { ensureSandboxBuilt } from '../build/ensure-built.ts';
import { proxiedPage } from './proxied-page.ts';

const root = resolve(import.meta.dirname, '../..');
const { values } = parseArgs({
	options: {
		'data-dir': { type: 'string' },
		port: { type: 'string', default: '0' },
		'page-port': { type: 'string', default: '0' },
	},
});

// A sandbox may read one file alone, so that its sources have to be one.
ensureSandboxBuilt();
const dataDir = resolve(values['data-dir'] ?? envPaths('dataflare', { suffix: '' }).data);
const core = await createCore({
	dataDir,
	sandboxEntry: join(root, 'out/main/sandbox.mjs'),
	reaperEntry: join(root, 'src/core/runtime/process/reaper-entry.ts'),
	resourcesDir: join(root, 'resources'),
});
const loopback = await createLoopback({
	core,
	rendererDir: proxiedPage(Number(values['page-port'])),
	scratchDir: join(dataDir, 'scratch'),
	port: Number(values.port),
});
function sayAddress(): void {
	process.send?.(loopback.startUrl());
}

let isEnding = false;
async function end(): Promise<void> {
	if (isEnding) return;
	isEnding = true;
	await loopback.close();
	await core.close();
	process.disconnect?.();
}
// Without who started it there is nobody to start it anew.
process.on('disconnect', () => void end());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());
process.on('message', sayAddress);
sayAddress();
