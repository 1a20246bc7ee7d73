import { readFileSync } from 'node:fs';
import pidusage from 'pidusage';

/** Tells how much memory processes hold, bytes, by their ids; those that it cannot tell of are left out. */
export type MeasureMemory = (pids: readonly number[]) => Promise<ReadonlyMap<number, number>>;

/**
 * By the kernel's own counters on Linux, which cost microseconds and no lock of the process that is asked about;
 * elsewhere by the system's tools, which are processes of their own. Never rejects.
 */
export const residentSizes: MeasureMemory = process.platform === 'linux' ? async (pids) => fromProc(pids) : fromTools;

function fromProc(pids: readonly number[]): ReadonlyMap<number, number> {
	const sizes = new Map<number, number>();
	for (const pid of pids) {
		const size = memoryOf(pid)?.residentBytes;
		if (size !== undefined) sizes.set(pid, size);
	}
	return sizes;
}

async function fromTools(pids: readonly number[]): Promise<ReadonlyMap<number, number>> {
	if (pids.length === 0) return new Map();
	try {
		const told = await pidusage([...pids], { maxage: 60_000 });
		return new Map(Object.entries(told).map(([pid, usage]) => [Number(pid), usage?.memory ?? 0]));
	} catch {
		// One of them ended meanwhile: the next time tells.
		return new Map();
	}
}

export interface ProcessMemory {
	/** What it holds in the machine's memory. bytes */
	readonly residentBytes: number;
	/** Its private writable mappings, which `RLIMIT_DATA` bounds; V8 reserves more than it ever touches. bytes */
	readonly dataBytes: number;
}

/** Linux alone. Undefined: there is no such process any more. */
export function memoryOf(pid: number): ProcessMemory | undefined {
	let status: string;
	try {
		status = readFileSync(`/proc/${pid}/status`, 'utf8');
	} catch {
		return undefined;
	}
	const [residentBytes, dataBytes] = ['VmRSS', 'VmData'].map((name) => {
		const told = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
		return told === undefined ? undefined : Number(told) * 1024;
	});
	return residentBytes === undefined || dataBytes === undefined ? undefined : { residentBytes, dataBytes };
}
