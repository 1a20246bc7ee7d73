import { readFile, readlink } from 'node:fs/promises';

/** `nproc` does not bind root. */
const limits = [
	{ name: 'Max open files', layer: 'no-new-descriptors' },
	{ name: 'Max file size', layer: 'no-file-growth' },
	{ name: 'Max processes', layer: 'no-new-processes' },
	{ name: 'Max core file size', layer: 'no-core-dumps' },
] as const;

/** What a process has for itself where it has another namespace than the program. */
const namespaces = [
	{ name: 'mnt', layer: 'own-file-tree' },
	{ name: 'net', layer: 'own-network' },
	{ name: 'pid', layer: 'own-processes' },
] as const;

/**
 * Which of the layers that surround a process (`limitResources`, its launcher) hold, by what the kernel says. Never
 * rejects.
 */
export async function layersInForce(pid: number): Promise<readonly string[]> {
	const [told = '', status = '', mounts = ''] = await Promise.all(
		['limits', 'status', 'mountinfo'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
	);
	const ours = await readFile('/proc/self/status', 'utf8').catch(() => '');
	const own = await Promise.all(namespaces.map(async ({ name, layer }) => ((await apart(pid, name)) ? [layer] : [])));
	const isRoot = process.getuid?.() === 0;
	return [
		...own.flat(),
		...(own[0]?.length === 1 && readOnly(mounts) ? ['no-file-changes'] : []),
		...(own[2]?.length === 1 ? ['no-tracing', 'no-signals'] : []),
		...(/^CapEff:\s*0+$/m.test(status) && /^CapBnd:\s*0+$/m.test(status) ? ['no-capabilities'] : []),
		...(/^NoNewPrivs:\s*1$/m.test(status) ? ['no-new-privileges'] : []),
		...(filters(status) > filters(ours) ? ['no-needless-system-calls'] : []),
		...limits
			.filter(({ name }) => new RegExp(`^${name} +0 +0 `, 'm').test(told))
			.map(({ layer }) => layer)
			.filter((layer) => !(isRoot && layer === 'no-new-processes')),
	];
}

/** Programs that look at a process's system calls: its own, and those that it has in common with what started it. */
function filters(status: string): number {
	return Number(/^Seccomp_filters:\s*(\d+)$/m.exec(status)?.[1] ?? 0);
}

async function apart(pid: number, namespace: string): Promise<boolean> {
	try {
		const [its, ours] = await Promise.all([pid, 'self'].map((who) => readlink(`/proc/${who}/ns/${namespace}`)));
		return its !== ours;
	} catch {
		return false;
	}
}

/** Whether nothing of what is mounted can be written to; the sixth field of a line is how. */
function readOnly(mounts: string): boolean {
	const lines = mounts.split('\n').filter((line) => line !== '');
	return lines.length > 0 && lines.every((line) => /^ro(?:,|$)/.test(line.split(' ')[5] ?? ''));
}
