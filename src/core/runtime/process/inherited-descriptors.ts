import { fstatSync, readdirSync, readFileSync } from 'node:fs';
import type { CloseArgument } from '../../../shared/sandbox/inherited-descriptors.ts';

const argumentName: CloseArgument = '--close=';
const FOLDER = '/proc/self/fdinfo';
/** Whether a descriptor ends where another program is executed: as the kernel writes it, octal. */
const CLOSE_ON_EXECUTE = 0o2_000_000;
/** Standard input, output and error are given to every child anew. */
const FIRST = 3;
/** More than anybody hands over; a look at each takes microseconds. */
const MAX_LOOKED_AT = 4_096;

/**
 * What to say to a process that shall close what this program was started with and would hand on: the argument that
 * `closeInherited` reads, or none. What Node opens ends where another program begins, but of what was open before it, it
 * sees the first few alone. Linux; other systems hand over what is named and nothing else.
 */
export function closeArguments(): readonly string[] {
	if (process.platform !== 'linux') return [];
	try {
		const open = readdirSync(FOLDER).map(Number);
		const held = open.slice(0, MAX_LOOKED_AT).flatMap((fd) => (fd < FIRST ? [] : (look(fd) ?? [])));
		return held.length === 0 ? [] : [argumentName + held.join(',')];
	} catch {
		return [];
	}
}

function look(fd: number): string | undefined {
	try {
		const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`${FOLDER}/${fd}`, 'utf8'))?.[1] ?? '';
		if ((Number.parseInt(flags, 8) & CLOSE_ON_EXECUTE) !== 0) return undefined;
		const { dev, ino } = fstatSync(fd, { bigint: true });
		return `${fd}:${dev}:${ino}`;
	} catch {
		// The descriptor that listed the folder is gone by now.
		return undefined;
	}
}
