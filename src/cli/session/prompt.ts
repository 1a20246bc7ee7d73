import { createInterface } from 'node:readline';
import { safeLines } from '../text/safe-text.ts';
import { type Session, UsageError } from './session.ts';

/**
 * The answer to a question, in lower case; empty for Enter and for the end of input (Ctrl+D). Rejects with `cancelled`
 * after Ctrl+C, and with a usage error where nobody is there to answer, or was shown what the question is about: with
 * --json nobody is. `instead`: what to do then.
 */
export async function ask(
	session: Session,
	question: string,
	instead = 'Use --yes to skip the question.',
): Promise<string> {
	const { stdin, stderr } = session.terminal;
	if (session.options.json) {
		throw new UsageError('This needs a decision, and --json shows nothing to decide on.', instead);
	}
	if (stdin.isTTY !== true) {
		throw new UsageError('This needs an answer, but standard input is not a terminal.', instead);
	}
	const { signal } = session.interrupts;
	const prompt = createInterface({ input: stdin, output: stderr });
	const onAbort = (): void => prompt.close();
	signal.addEventListener('abort', onAbort);
	try {
		const answer = await new Promise<string>((resolve) => {
			let answered = false;
			prompt.on('SIGINT', () => session.interrupts.interrupt());
			prompt.on('close', () => {
				// The cursor is still behind the question.
				if (!answered) stderr.write('\n');
				resolve('');
			});
			prompt.question(safeLines(question, null), (line) => {
				answered = true;
				resolve(line);
			});
		});
		signal.throwIfAborted();
		return answer.trim().toLowerCase();
	} finally {
		signal.removeEventListener('abort', onAbort);
		prompt.close();
	}
}

/** Yes has to be said; everything else is no. */
export async function confirms(session: Session, question: string, instead?: string): Promise<boolean> {
	return ['y', 'yes'].includes(await ask(session, `${question} [y/N] `, instead));
}
