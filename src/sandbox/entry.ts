import { closeSync, fstatSync } from 'node:fs';
import { closeInherited } from '../shared/sandbox/inherited-descriptors.ts';
import { lockRealm } from './lock-realm.ts';
import { takeCollector } from './memory/collector.ts';
import { findPort } from './port.ts';
import { serve } from './serve.ts';

// What others left open to this process is no guest's business.
closeInherited(process.argv, { closeSync, fstatSync });

// A terminal sends Ctrl+C to every process in front of it, this one too. When it ends is for the parent to say, which
// cancels what is under way in order.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);

const port = findPort();
if (port === null) {
	process.stderr.write('This is the inside of a sandbox process; it is started by DataFlare, not by hand.\n');
	process.exitCode = 2;
} else {
	const collect = takeCollector();
	serve(port, lockRealm(), collect);
}
