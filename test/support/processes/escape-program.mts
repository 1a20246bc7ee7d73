/**
 * A program that starts native code in the place of a sandbox process: by the launcher that it is told, confined by the
 * same means, with what it should reach for beside it. Writes what the code said to its standard output. Arguments: the
 * launcher's name, its tool, the native program, the reaper entry, a folder.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { bubblewrap } from '../../../src/core/runtime/launch/bubblewrap.ts';
import { type Launcher, plainLauncher } from '../../../src/core/runtime/launch/launcher.ts';
import { neededFiles } from '../../../src/core/runtime/launch/needed-files.ts';
import { landlock, noNewPrivileges } from '../../../src/core/runtime/launch/setpriv.ts';
import { systemCallFilter } from '../../../src/core/runtime/launch/system-call-filter.ts';
import { forkAdapter } from '../../../src/core/runtime/process/fork-adapter.ts';

const [, , name = '', tool = '', native = '', reaperEntry = '', folder = ''] = process.argv;
const files = neededFiles(native) ?? [];
const launcher = {
	bubblewrap: () => bubblewrap({ tool, files, strict: true, filter: null }),
	'bubblewrap and filter': () => bubblewrap({ tool, files, strict: true, filter: systemCallFilter() }),
	landlock: () => landlock(tool, files, true),
	'no-new-privileges': () => noNewPrivileges(tool),
	plain: () => plainLauncher,
}[name];
if (launcher === undefined) throw new Error(`no launcher is called ${name}`);
const found: Launcher = launcher();
const inPlaceOfNode: Launcher = { ...found, launch: (program) => found.launch({ ...program, execPath: native }) };

for (const file of ['entry', 'file', 'full', 'renamed', 'unlinked'])
	writeFileSync(`${folder}/${file}`, 'something', { mode: 0o600 });
mkdirSync(`${folder}/empty`);
symlinkSync('file', `${folder}/link`);
const victim = spawn(process.execPath, ['-e', 'process.stdout.write("up"); setInterval(() => {}, 1000)'], {
	stdio: ['ignore', 'pipe', 'ignore'],
});
await new Promise((resolve) => victim.stdout.once('data', resolve));
const segment = execFileSync(native, ['--make-segment'], { encoding: 'utf8' });

const adapter = forkAdapter({ entry: `${folder}/entry`, reaperEntry, launchers: [inPlaceOfNode] });
const child = adapter.spawn({ name: 'escape', heapLimitMiB: 32 });
const ended = new Promise((resolve) => child.onExit(resolve));
// Behind a launcher its first words may come before its id does.
while (!child.stderrTail().includes('up\n') || child.pid === undefined) await Promise.race([pause(10), ended]);
const layers = await child.confine?.();
child.post(`@@${folder}|${victim.pid}|${segment}@@`);
const exit = await ended;
victim.kill('SIGKILL');
execFileSync(native, ['--remove-segment', segment]);
await adapter.dispose?.();
process.stdout.write(JSON.stringify({ layers, exit, said: child.stderrTail() }));
