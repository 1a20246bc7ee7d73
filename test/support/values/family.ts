import { readdirSync, readFileSync } from 'node:fs';

/** Pids of the children of a process, from Linux's /proc. */
export function childrenOf(parent: number): number[] {
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.map(Number)
		.filter((pid) => {
			try {
				return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(parent);
			} catch {
				return false;
			}
		});
}

/** Children and theirs: a launcher may stand between a program and its sandboxes. */
export function descendantsOf(parent: number): number[] {
	return childrenOf(parent).flatMap((child) => [child, ...descendantsOf(child)]);
}
