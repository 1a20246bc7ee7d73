/**
 * A program that dies badly: opens a plugin, sends it into an endless loop, prints its sandboxes' pids, and waits to be
 * killed. Arguments: sandbox entry, reaper entry, module file.
 */
import { readFileSync } from 'node:fs';
import { createRuntime } from '../../../src/core/runtime/create-runtime.ts';
import { forkAdapter } from '../../../src/core/runtime/process/fork-adapter.ts';
import { emptyBroker, guestSpec, textCall } from '../guests/guest-spec.ts';

const [, , entry = '', reaperEntry = '', module = ''] = process.argv;
const runtime = createRuntime({ adapter: forkAdapter({ entry, reaperEntry }), broker: emptyBroker });
const spec = guestSpec({ module: readFileSync(module), timeoutMs: 600_000 });
const [pool, lease] = await Promise.all([runtime.open(spec), runtime.lease(spec)]);
for (const guest of [pool, lease]) guest.call(textCall('spin', 'x')).catch(() => undefined);
// The spare is up by then as well.
setTimeout(() => process.stdout.write(`${JSON.stringify(runtime.sandboxes().map(({ pid }) => pid))}\n`), 300);
