import pidusage from 'pidusage';
import type { SandboxAnswer } from '../../shared/api/program-routes.ts';
import type { Runtime } from '../runtime/runtime.ts';

/** The sandboxes with what the operating system says they take; null where it does not say. */
export async function sandboxUsage(runtime: Runtime): Promise<readonly SandboxAnswer[]> {
	const sandboxes = runtime.sandboxes();
	const usage = await Promise.all(sandboxes.map(({ pid }) => usageOf(pid)));
	return sandboxes.map((sandbox, index) => ({ ...sandbox, ...(usage[index] ?? unknown) }));
}

const unknown = { rssBytes: null, cpuPercent: null } as const;

async function usageOf(
	pid: number | undefined,
): Promise<{ readonly rssBytes: number; readonly cpuPercent: number } | null> {
	if (pid === undefined) return null;
	try {
		const { memory, cpu } = await pidusage(pid, { maxage: 60_000 });
		return { rssBytes: memory, cpuPercent: cpu };
	} catch {
		// It ended meanwhile.
		return null;
	}
}
