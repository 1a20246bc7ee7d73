import { useTranslation } from 'react-i18next';
import type { WireError } from '../../../shared/errors/errors.ts';
import { reasonOf } from '../../../shared/errors/failure-reason.ts';
import type { RunDetail } from '../../../shared/run/run.ts';
import { useNow } from '../hooks/use-now.ts';
import type { ProgressSample } from '../runs/run-progress.ts';
import { outcomeOf } from './outcome.ts';
import { plainText } from './plain-text.ts';
import { useFailureText } from './use-failure-text.ts';
import { useFormat } from './use-format.ts';

/** How a run stands or ended, as one sentence in the window's language. */
export function useOutcome(run: RunDetail, progress: ProgressSample | null = null): string {
	const { t } = useTranslation('run');
	const { t: common } = useTranslation();
	const format = useFormat();
	const say = useFailureText();
	const now = useNow(run.status === 'running');
	// What was told last may be from a moment before the end.
	const told = progress === null || run.status !== 'running' ? run : { ...run, recordsIn: progress.recordsIn };
	const outcome = outcomeOf(told);
	const records = (count: number): string => common('count.records', { count, text: format.count(count) });
	const limit = outcome.limit ?? 0;
	/** What the error says of itself; of what kind it is where it says nothing in this language. */
	const causeOf = (error: WireError): string =>
		(reasonOf(error) === null ? common(`errorCode.${error.code}`) : say(error).text).replace(/[.。]$/, '');
	return t(`outcome.${outcome.key}`, {
		plugin: plainText(outcome.plugin),
		fn: plainText(outcome.fn),
		duration: format.duration(run.durationMs ?? Math.max(0, now - run.startedAt)),
		records: records(outcome.done),
		in: records(run.recordsIn),
		out: records(outcome.out),
		size: format.bytes(run.bytesOut),
		limit: run.error?.code === 'memory_limit' ? format.bytes(limit) : format.duration(limit),
		reason: run.error === null ? '' : causeOf(run.error),
	});
}
