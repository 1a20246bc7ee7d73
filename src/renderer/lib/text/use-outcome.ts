import { useTranslation } from 'react-i18next';
import type { RunDetail } from '../../../shared/run/run.ts';
import { useNow } from '../hooks/use-now.ts';
import type { ProgressSample } from '../runs/run-progress.ts';
import { outcomeOf } from './outcome.ts';
import { plainText } from './plain-text.ts';
import { useFormat } from './use-format.ts';

/** How a run stands or ended, as one sentence in the window's language. */
export function useOutcome(run: RunDetail, progress: ProgressSample | null = null): string {
	const { t } = useTranslation('run');
	const { t: common } = useTranslation();
	const format = useFormat();
	const now = useNow(run.status === 'running');
	const told = progress === null ? run : { ...run, recordsIn: progress.recordsIn };
	const outcome = outcomeOf(told);
	const records = (count: number): string => common('count.records', { count, text: format.count(count) });
	const limit = outcome.limit ?? 0;
	return t(`outcome.${outcome.key}`, {
		plugin: plainText(outcome.plugin),
		fn: plainText(outcome.fn),
		duration: format.duration(run.durationMs ?? Math.max(0, now - run.startedAt)),
		records: records(outcome.done),
		in: records(run.recordsIn),
		out: records(outcome.out),
		size: format.bytes(run.bytesOut),
		limit: run.error?.code === 'memory_limit' ? format.bytes(limit) : format.duration(limit),
		reason: run.error === null ? '' : common(`errorCode.${run.error.code}`),
	});
}
