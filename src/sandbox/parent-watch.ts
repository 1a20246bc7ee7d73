/**
 * Ends this process when its parent is gone, even while a guest spins and no event of this thread is heard. On POSIX
 * a parent that is gone is one that this process is no longer the child of; Windows keeps the number, so that it is
 * asked whether anybody has it. What Chromium does on POSIX by itself it leaves undone on Windows.
 */
const watch = `
const { workerData: parent } = require('node:worker_threads');
const isGone = () => {
	if (process.ppid !== parent) return true;
	try {
		process.kill(parent, 0);
		return false;
	} catch (error) {
		return error.code === 'ESRCH';
	}
};
setInterval(() => {
	if (isGone()) process.kill(process.pid, 'SIGKILL');
}, 1000);
`;

/** Must run before the realm is locked. A thread that cannot be had is no reason not to run. */
export function watchParent(): void {
	try {
		const { Worker } = process.getBuiltinModule('node:worker_threads');
		const thread = new Worker(watch, {
			eval: true,
			env: {},
			// Read here: by the time that the thread runs, the parent may be gone already.
			workerData: process.ppid,
			execArgv: [],
			resourceLimits: { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 },
		});
		thread.on('error', () => undefined);
		thread.unref();
	} catch {
		// Chromium's own means are left, where it has them.
	}
}
