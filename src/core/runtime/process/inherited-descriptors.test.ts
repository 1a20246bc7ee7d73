import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reaperEntry, sandboxEntry } from '../../../../test/support/built.ts';
import { testGuest, wat } from '../../../../test/support/guests/wat.ts';
import { descendantsOf } from '../../../../test/support/values/family.ts';

const program = join(import.meta.dirname, '../../../../test/support/processes/orphan-parent.mts');
/** Behind gaps, where Node does not look for what it was started with. */
const foreign = [20, 251] as const;

/** What a process has open; '' for what is closed meanwhile. */
function filesOf(pid: number): readonly string[] {
	return readdirSync(`/proc/${pid}/fd`).map((fd) => {
		try {
			return readlinkSync(`/proc/${pid}/fd/${fd}`);
		} catch {
			return '';
		}
	});
}

describe.runIf(process.platform === 'linux')('descriptors that the program was started with', () => {
	let folder: string;
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'dataflare-descriptors-'));
		await writeFile(join(folder, 'guest.wasm'), await wat(testGuest));
	});
	afterAll(() => rm(folder, { recursive: true }));

	it('reach no sandbox, no launcher and no reaper, which keep what they need', async () => {
		const stdio: ('ignore' | 'pipe')[] = Array.from({ length: Math.max(...foreign) + 1 }, () => 'ignore');
		for (const fd of [1, ...foreign]) stdio[fd] = 'pipe';
		const args = ['--no-warnings', program, sandboxEntry, reaperEntry, join(folder, 'guest.wasm')];
		const child = spawn(process.execPath, args, { stdio });
		const [line] = (await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'exit')])) as [
			Buffer | number,
		];
		const sandboxes = JSON.parse(String(line)) as number[];
		const pid = child.pid ?? -1;
		const inherited = foreign.map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
		// The program itself has them: whoever started it may want it to.
		expect(filesOf(pid)).toEqual(expect.arrayContaining(inherited));
		const family = descendantsOf(pid);
		expect(family).toEqual(expect.arrayContaining(sandboxes));
		expect(sandboxes).toHaveLength(3);
		for (const each of family) {
			const name = readFileSync(`/proc/${each}/comm`, 'utf8').trim();
			expect(
				filesOf(each).filter((file) => inherited.includes(file)),
				`open in ${name}`,
			).toEqual([]);
		}
		child.kill('SIGKILL');
		await once(child, 'exit');
	});
});
