import { dirname } from 'node:path';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { RunLogLine } from '../../../shared/run/run.ts';
import { DurableFile } from '../../files/durable-file.ts';
import { stat } from '../../files/user-files.ts';
import { outputError } from '../../records/record-writer.ts';
import type { RunStore } from '../../store/runs/kept-runs.ts';

/** Read and written at once: whoever else asks something meanwhile waits for no more than this. */
const LINES_AT_ONCE = 2000;

/**
 * Writes the log of a run to a file of the person's, which appears whole or not at all. Rejects with `invalid_input`
 * where the path is a folder, else as a run does that cannot write its output.
 */
export async function saveLog(
	runs: Pick<RunStore, 'logs'>,
	run: string,
	path: string,
	noteFolder: (folder: string) => void,
): Promise<{ readonly path: string; readonly lines: number }> {
	if ((await stat(path).catch(() => null))?.isDirectory() === true) {
		throw new DataFlareError('invalid_input', `${path} is a folder; the log needs a file name.`, {
			details: because('output_is_folder', { path }),
			hint: 'Add a file name.',
		});
	}
	noteFolder(dirname(path));
	let file: DurableFile | null = null;
	try {
		file = await DurableFile.create(path);
		let [lines, afterId] = [0, 0];
		for (;;) {
			const page = runs.logs(run, { limit: LINES_AT_ONCE, afterId });
			await file.write(Buffer.from(page.map(lineText).join('')));
			lines += page.length;
			afterId = page.at(-1)?.id ?? afterId;
			if (page.length < LINES_AT_ONCE) break;
		}
		await file.commit();
		return { path, lines };
	} catch (error) {
		await file?.abandon();
		throw error instanceof DataFlareError ? error : outputError(path, error);
	}
}

/** The moment, how severe, who, and what: one line each, whatever the plugin put into it. */
function lineText({ at, level, plugin, message }: RunLogLine): string {
	return `${new Date(at).toISOString()} ${level.padEnd(5)} ${plugin} ${message.replaceAll(/\r\n|[\n\r]/g, '\\n')}\n`;
}
