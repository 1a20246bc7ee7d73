import { reasonOf } from '../../shared/errors/failure-reason.ts';
import type { Connection } from '../../shared/face/bridge.ts';

/** An answer that went astray while the events go on is asked for again after this long, ms … */
const AGAIN_MS = 1_000;
/** … at most so often: then it is told what happened. */
const MOST_TRIES = 3;

/** What says nothing of what was asked, only that the program behind the window is away, or was started anew. */
const reasons = ['engine_gone', 'answer_cut_off', 'started_anew'] as const;

type Failure = Parameters<typeof reasonOf>[0];

export function isOfConnection(error: Failure): boolean {
	return reasons.some((reason) => reason === reasonOf(error));
}

/** What `askPatiently` needs of the bridge: the state at once, then every change. */
type Follow = (listener: (state: Connection) => void) => () => void;

/**
 * Asks until there is an answer: while the program is away it waits for it to be back, since the window says that in one
 * place for all. `isWanted` false: nobody waits for it any more. Rejects with what the program answers.
 */
export async function askPatiently<T>(follow: Follow, ask: () => Promise<T>, isWanted: () => boolean): Promise<T> {
	for (let tries = 1; ; tries++) {
		try {
			return await ask();
		} catch (error) {
			if (!(error instanceof Error) || !isOfConnection(error as unknown as Failure) || !isWanted()) throw error;
			const wasAway = await untilBack(follow);
			if (!isWanted()) throw error;
			if (wasAway) tries = 0;
			else if (tries >= MOST_TRIES) throw error;
		}
	}
}

/** Resolves once the program is there: true where it was away, false where nobody noticed that it was. */
function untilBack(follow: Follow): Promise<boolean> {
	return new Promise((resolve) => {
		let wasAway = false;
		let timer: ReturnType<typeof setTimeout> | undefined;
		let stop = (): void => {};
		const end = (): void => {
			clearTimeout(timer);
			stop();
			resolve(wasAway);
		};
		stop = follow((state) => {
			if (state !== 'connected') wasAway = true;
			// Told at once, before there is anything to stop.
			else if (wasAway) queueMicrotask(end);
		});
		if (!wasAway) timer = setTimeout(() => !wasAway && end(), AGAIN_MS);
	});
}
