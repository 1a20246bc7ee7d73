import { SingleBar } from 'cli-progress';
import { formatCount } from './format.ts';
import type { Session } from './session.ts';

/** Shows progress on a terminal while `work` goes on, and lets an interrupt cancel the run before the program ends. */
export async function withProgress<T>(session: Session, runId: string, work: () => Promise<T>): Promise<T> {
	const { core, options, terminal } = session;
	const shows = terminal.stderr.isTTY === true && !options.quiet && !options.json;
	let bar: SingleBar | null = null;
	const stop = core.on('run.progress', (progress) => {
		if (!shows || progress.id !== runId || progress.elapsedMs < 300) return;
		if (bar === null) {
			bar = new SingleBar({
				stream: process.stderr,
				format: progress.totalBytes > 0 ? '{bar} {percentage} %  {records}' : '{records}',
				clearOnComplete: true,
				hideCursor: true,
			});
			bar.start(progress.totalBytes || 1, 0, { records: '' });
		}
		bar.update(Math.min(progress.bytesIn, progress.totalBytes), {
			records: `${formatCount(progress.recordsIn)} in, ${formatCount(progress.recordsOut)} out`,
		});
	});
	const onInterrupt = (): void => void core.request('runs.cancel', { id: runId });
	process.once('SIGINT', onInterrupt);
	try {
		return await work();
	} finally {
		process.off('SIGINT', onInterrupt);
		stop();
		(bar as SingleBar | null)?.stop();
	}
}
