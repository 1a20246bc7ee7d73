import { SingleBar } from 'cli-progress';
import type { RunProgress as Progress } from '../../shared/run/run-progress.ts';
import type { Session } from '../session/session.ts';
import { formatCount } from '../text/format.ts';

/** A run that is over sooner shows none. ms */
const FIRST_SHOWN_MS = 300;

/**
 * Shows progress on a terminal while `work` goes on, and lets an interrupt cancel the run before the program ends. One
 * that has no end of its own is finished by the first, well, and cancelled by the next.
 */
export async function withProgress<T>(
	session: Session,
	runId: string,
	work: () => Promise<T>,
	isEndless = false,
): Promise<T> {
	const { core, options, terminal } = session;
	// Data on the same terminal would be torn apart by the bar.
	const dataOnTerminal = session.dataOnStdout && terminal.stdout.isTTY === true;
	const shows = terminal.stderr.isTTY === true && !options.quiet && !options.json && !dataOnTerminal;
	const line = new ProgressLine(terminal.stderr);
	const stop = core.on('run.progress', (progress) => {
		if (shows && progress.id === runId) line.show(progress);
	});
	const stopCancelling = cancelOnInterrupt(session, runId);
	const stopFinishing = isEndless ? finishOnInterrupt(session, runId) : null;
	try {
		return await work();
	} finally {
		stopFinishing?.();
		stopCancelling();
		stop();
		line.end();
	}
}

/** One line: a bar where it is known how much there is, what was counted, and what plugins say of themselves. */
class ProgressLine {
	readonly #stream: Session['terminal']['stderr'];
	#bar: SingleBar | null = null;
	/** A plugin may say something at once, and nothing for long. */
	#soon: NodeJS.Timeout | undefined;
	#hasShare = false;

	constructor(stream: Session['terminal']['stderr']) {
		this.#stream = stream;
	}

	show(progress: Progress): void {
		clearTimeout(this.#soon);
		const wait = FIRST_SHOWN_MS - progress.elapsedMs;
		if (wait > 0) this.#soon = setTimeout(() => this.#draw(progress), wait);
		else this.#draw(progress);
	}

	#draw(progress: Progress): void {
		const share = shareOf(progress);
		if (this.#bar === null || this.#hasShare !== (share !== null)) this.#begin(share !== null);
		this.#bar?.update(share ?? 0, { text: progressText(progress) });
	}

	end(): void {
		clearTimeout(this.#soon);
		this.#bar?.stop();
		this.#bar = null;
	}

	#begin(hasShare: boolean): void {
		this.#bar?.stop();
		this.#hasShare = hasShare;
		this.#bar = new SingleBar({
			stream: this.#stream,
			barsize: 24,
			format: hasShare ? '{bar} {percentage} %  {text}' : '{text}',
			clearOnComplete: true,
			hideCursor: true,
		});
		this.#bar.start(1, 0, { text: '' });
	}
}

/** Of 1, of the input; of a plugin that is alone and knows better, what it says. Null: nobody knows. */
export function shareOf({ totalBytes, bytesIn, stages }: Progress): number | null {
	if (totalBytes > 0) return Math.min(1, bytesIn / totalBytes);
	const said = stages.length === 1 ? stages[0]?.said : null;
	return said != null && said.total > 0 ? said.done / said.total : null;
}

export function progressText({ recordsIn, recordsOut, stages, flow }: Progress): string {
	const counted =
		recordsIn > 1 || recordsOut > 0 ? [`${formatCount(recordsIn)} in, ${formatCount(recordsOut)} out`] : [];
	const said = stages.flatMap(({ plugin, said: one }) =>
		one === null
			? []
			: [`${plugin} says ${formatCount(one.done)}${one.total > 0 ? ` of ${formatCount(one.total)}` : ''}`],
	);
	const resting = flow?.components.filter(({ isResting }) => isResting).length ?? 0;
	const waiting =
		resting === 0 ? [] : [resting === 1 ? 'waiting, a sandbox let go' : `waiting, ${resting} sandboxes let go`];
	return [...counted, ...said, ...waiting].join(' · ');
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
		session.note('Cancelling. Press Ctrl+C again to quit at once.');
		cancel();
	};
	interrupts.signal.addEventListener('abort', onInterrupt);
	return () => {
		interrupts.signal.removeEventListener('abort', onInterrupt);
		clearTimeout(timer);
	};
}

function finishOnInterrupt(session: Session, runId: string): () => void {
	const { core, interrupts } = session;
	let timer: NodeJS.Timeout | undefined;
	let isOver = false;
	const finish = async (): Promise<void> => {
		const found = await core.request('flows.finish', { run: runId });
		if (!(found.ok && found.data.finishing) && !isOver) timer = setTimeout(() => void finish(), 50);
	};
	const stopDiverting = interrupts.divert(() => {
		session.note('Finishing with what came so far. Press Ctrl+C again to cancel.');
		void finish();
	});
	return () => {
		isOver = true;
		stopDiverting();
		clearTimeout(timer);
	};
}
