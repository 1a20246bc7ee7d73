import { lockRealm } from './lock-realm.ts';
import { findPort } from './port.ts';
import { serve } from './serve.ts';

const port = findPort();
if (port === null) {
	process.stderr.write('This is the inside of a sandbox process; it is started by DataFlare, not by hand.\n');
	process.exitCode = 2;
} else {
	serve(port, lockRealm());
}
