import { readFile } from 'node:fs/promises';

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
