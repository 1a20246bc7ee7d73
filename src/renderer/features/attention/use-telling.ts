import { useTranslation } from 'react-i18next';
import type { Notice } from '../../../shared/face/activity.ts';
import type { RunStatus, RunSummary } from '../../../shared/run/run.ts';
import { links } from '../../lib/nav/links.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { useFailureText } from '../../lib/text/use-failure-text.ts';
import { useFormat } from '../../lib/text/use-format.ts';

/** Names of runs in one notice. */
const NAMED = 3;
/** A system draws no more, characters. */
const TITLE_CHARS = 80;
const BODY_CHARS = 240;

/** How each end is told. */
const ways = {
	running: 'finished',
	succeeded: 'finished',
	failed: 'failed',
	cancelled: 'cancelled',
	interrupted: 'interrupted',
} as const satisfies Readonly<Record<RunStatus, string>>;

/** What is said of one run, or of several together; `wanted`: the person asked for it. */
export function useTelling(): (runs: readonly RunSummary[], wanted?: boolean) => Notice {
	const { t } = useTranslation('attention');
	const { t: common } = useTranslation();
	const format = useFormat();
	const say = useFailureText();
	const short = (text: string, most: number): string => plainText(text.slice(0, most));
	const bodyOf = (run: RunSummary): string => {
		if (run.error !== null) {
			const { text, said } = say(run.error);
			return [text, said].filter((part) => part !== null).join(' ');
		}
		const duration = format.duration(run.durationMs ?? 0);
		if (run.recordsOut === 0) return t('notice.took', { duration });
		const records = common('count.records', { count: run.recordsOut, text: format.count(run.recordsOut) });
		return t('notice.tookFor', { duration, records });
	};
	return (runs, wanted = false) => {
		const failed = runs.filter(({ status }) => status === 'failed').length;
		const [one] = runs;
		if (one !== undefined && runs.length === 1) {
			return {
				title: t(`notice.${ways[one.status]}`, { label: short(one.label, TITLE_CHARS) }),
				body: short(bodyOf(one), BODY_CHARS),
				hash: `#${links.run(one.id)}`,
				tag: one.id,
				wanted,
			};
		}
		const count = { count: runs.length, text: format.count(runs.length) };
		const names = [...new Set(runs.map(({ label }) => short(label, TITLE_CHARS)))];
		return {
			title:
				failed > 0 ? t('notice.severalFailed', { ...count, failed: format.count(failed) }) : t('notice.several', count),
			body: [...names.slice(0, NAMED), ...(names.length > NAMED ? ['…'] : [])].join(common('comma')),
			hash: `#${links.runs({ since: Math.min(...runs.map(({ startedAt }) => startedAt)) })}`,
			tag: runs
				.map(({ id }) => id)
				.join(' ')
				.slice(0, 200),
			wanted,
		};
	};
}
