/**
 * What hostile plugins cost the main thread and the memory of the program, each attack on an engine in a program of its
 * own. Part of `npm run bench`; alone: `node --expose-gc bench/attack/table.ts [part of a name]`.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt } from '../../scripts/build/ensure-built.ts';
import { report } from '../report.ts';
import { attacks } from './attacks.ts';
import type { Cost } from './watch.ts';

interface Row extends Cost {
	readonly what: string;
	readonly bytes: number;
}

/** Longer, and the attack has done what it came for. ms */
const PATIENCE_MS = 90_000;
/** The longest that the main thread may be held, ms. */
const MOST_MS = 100;
/** How much of a message's size the program may grow by; what is below the floor is noise. */
const MOST_TIMES = 6;
const FLOOR_BYTES = 64 * 2 ** 20;

export async function attackBench(wanted = ''): Promise<void> {
	process.stdout.write('Main thread and memory under attack\n');
	for (const [index, make] of attacks.entries()) {
		const { what, bytes } = make();
		if (!what.includes(wanted)) continue;
		const row = await run(index);
		if (row === null) {
			report(what, 'down or busy', `after ${PATIENCE_MS / 1_000} s`, false);
			continue;
		}
		const mebi = (row.grownBytes / 2 ** 20).toFixed(0);
		const times = row.grownBytes / bytes;
		const holds = row.heldMs <= MOST_MS && row.grownBytes <= Math.max(FLOOR_BYTES, MOST_TIMES * bytes);
		const growth = bytes >= 2 ** 20 ? `${mebi} MiB (${times.toFixed(1)} ×)` : `${mebi} MiB`;
		report(what, `${row.heldMs.toFixed(0)} ms, ${growth}`, `${row.stallMs.toFixed(0)} ms by the clock`, holds);
	}
}

/** Null: it died, or was not done in time. */
function run(index: number): Promise<Row | null> {
	const child = spawn(
		process.execPath,
		['--expose-gc', '--no-warnings', join(import.meta.dirname, 'child.ts'), String(index)],
		{ stdio: ['ignore', 'pipe', process.env['ATTACK_ERRORS'] === undefined ? 'ignore' : 'inherit'] },
	);
	return new Promise((resolve) => {
		let said = '';
		child.stdout.on('data', (chunk: Buffer) => {
			said += chunk.toString();
		});
		const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
		child.once('close', () => {
			clearTimeout(late);
			resolve(said.endsWith('\n') ? (JSON.parse(said) as Row) : null);
		});
	});
}

if (import.meta.main) {
	ensureBuilt();
	await attackBench(process.argv[2]);
}
