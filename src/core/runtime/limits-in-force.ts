import { readFile } from 'node:fs/promises';

/** `nproc` does not bind root. */
const limits = [
	{ name: 'Max open files', layer: 'no-new-descriptors' },
	{ name: 'Max file size', layer: 'no-file-growth' },
	{ name: 'Max processes', layer: 'no-new-processes' },
	{ name: 'Max core file size', layer: 'no-core-dumps' },
] as const;

/** Which of the layers that surround a process (`limitResources`, `withoutNewPrivileges`) hold, by what the kernel says. Never rejects. */
export async function limitsInForce(pid: number): Promise<readonly string[]> {
	const [told, status] = await Promise.all(
		['limits', 'status'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
	);
	const privileges = /^NoNewPrivs:\s*1$/m.test(status ?? '') ? ['no-new-privileges'] : [];
	const isRoot = process.getuid?.() === 0;
	const held = limits
		.filter(({ name }) => new RegExp(`^${name} +0 +0 `, 'm').test(told ?? ''))
		.map(({ layer }) => layer)
		.filter((layer) => !(isRoot && layer === 'no-new-processes'));
	return [...privileges, ...held];
}

/** `bounded-memory` where the kernel says that the process's private memory cannot grow past `dataBytes`. Never rejects. */
export async function memoryBoundInForce(pid: number, dataBytes: number): Promise<readonly string[]> {
	const { soft, hard } = await memoryBounds(pid);
	return soft <= dataBytes && hard <= dataBytes ? ['bounded-memory'] : [];
}

/** What the kernel bounds the process's private memory to for now, bytes; NaN: to nothing. Never rejects. */
export async function softMemoryBound(pid: number): Promise<number> {
	return (await memoryBounds(pid)).soft;
}

async function memoryBounds(pid: number): Promise<{ readonly soft: number; readonly hard: number }> {
	const told = await readFile(`/proc/${pid}/limits`, 'utf8').catch(() => '');
	const [, soft, hard] = /^Max data size +(\d+|unlimited) +(\d+|unlimited) /m.exec(told) ?? [];
	// "unlimited" is no number, and no number is at most another.
	return { soft: Number(soft), hard: Number(hard) };
}
