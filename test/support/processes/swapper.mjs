// Swaps a file and a folder for links to elsewhere and back, until it is ended: `swapper.mjs <file> <folder> <outside file>`.
import { mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [file, folder, outside] = process.argv.slice(2);
process.stdout.write('begun\n');
for (;;) {
	try {
		writeFileSync(`${file}.next`, 'plain');
		renameSync(`${file}.next`, file);
		symlinkSync(outside, `${file}.link`);
		renameSync(`${file}.link`, file);
		rmSync(folder, { recursive: true, force: true });
		symlinkSync(dirname(outside), folder);
		unlinkSync(folder);
		mkdirSync(folder);
		writeFileSync(join(folder, 'note'), 'plain');
	} catch {
		// Whoever reads may be in the way; the next turn begins anew.
	}
}
