/** Processor time of this thread that `work` took, ms: what else the machine does is not in it. */
export function processorMs(work: () => void): number {
	const before = process.threadCpuUsage();
	work();
	const { user, system } = process.threadCpuUsage(before);
	return (user + system) / 1000;
}
