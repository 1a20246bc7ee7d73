import { SingleBar } from 'cli-progress';
import { formatCount } from './format.ts';
import type { Session } from './session.ts';

/** Shows progress on a terminal while `work` goes on, and lets an interrupt cancel the run before the program ends. */
export async function withProgress<T>(session: Session, runId: string, work: () => Promise<T>): Promise<T> {
	const { core, options, terminal } = session;
	// Data on the same terminal would be torn apart by the bar.
	const dataOnTerminal = session.dataOnStdout && terminal.stdout.isTTY === true;
	const shows = terminal.stderr.isTTY === true && !options.quiet && !options.json && !dataOnTerminal;
	let bar: SingleBar | null = null;
	const stop = core.on('run.progress', (progress) => {
		if (!shows || progress.id !== runId || progress.elapsedMs < 300) return;
		if (bar === null) {
			bar = new SingleBar({
				stream: terminal.stderr,
				barsize: 24,
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
	const stopCancelling = cancelOnInterrupt(session, runId);
	try {
		return await work();
	} finally {
		stopCancelling();
		stop();
		(bar as SingleBar | null)?.stop();
	}
}

/** The run may not have begun when the interrupt comes, so it is cancelled as soon as there is one. */
function cancelOnInterrupt(session: Session, runId: string): () => void {
	const { core, interrupts } = session;
	let timer: NodeJS.Timeout | undefined;
	const cancel = (): void => {
		void core.request('runs.cancel', { id: runId });
		timer = setTimeout(cancel, 50);
	};
	const onInterrupt = (): void => {
		session.note('Cancelling. Press Ctrl+C again to end at once.');
		cancel();
	};
	interrupts.signal.addEventListener('abort', onInterrupt);
	return () => {
		interrupts.signal.removeEventListener('abort', onInterrupt);
		clearTimeout(timer);
	};
}
