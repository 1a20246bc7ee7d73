/** A program on the stand-in for `electron` that has one sandbox, which spins; says its process id, and stays. */
import { join } from 'node:path';
import { utilityAdapter } from '../../../src/main/sandboxes/utility-adapter.ts';

const child = utilityAdapter(join(import.meta.dirname, 'utility-odd-child.mts')).spawn({
	name: 'spins',
	heapLimitMiB: 64,
});
child.onMessage((message) => {
	if (message === 'spinning') process.stdout.write(`${child.pid}\n`);
});
child.post({ do: 'spin' });
setInterval(() => undefined, 3_600_000);
