import clsx from 'clsx';
import { useTranslation } from 'react-i18next';
import type { LogLevel } from '../../../shared/host/abi.ts';
import type { RunLogLine } from '../../../shared/run/run.ts';
import { markMatches } from '../../lib/text/mark-matches.ts';
import { plainText } from '../../lib/text/plain-text.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { PluginText } from '../text/plugin-text.tsx';

/** Of a row, characters; the whole line is shown when it is chosen. */
const MAX_SHOWN = 300;
const MAX_WRAPPED = 4000;

const tones: Readonly<Record<LogLevel, string>> = {
	trace: 'text-muted',
	debug: 'text-muted',
	info: 'text-running',
	warn: 'text-attention',
	error: 'text-failed',
};

/** What stands in one row of a log. */
export function LogRow({
	line,
	digits,
	withPlugin,
	withRun,
	wraps,
	matcher,
	isMatch,
}: {
	readonly line: RunLogLine;
	/** Of the largest line number. */
	readonly digits: number;
	readonly withPlugin: boolean;
	readonly withRun: boolean;
	readonly wraps: boolean;
	readonly matcher: RegExp | null;
	/** It is the match that a person is at. */
	readonly isMatch: boolean;
}) {
	const { t } = useTranslation();
	const format = useFormat();
	return (
		<>
			{line.line !== undefined && (
				<span
					data-line
					title={t('log.linkTo', { line: format.count(line.line) })}
					style={{ width: `${Math.max(2, digits)}ch` }}
					className="shrink-0 text-right text-muted tabular select-none hover:text-accent hover:underline"
				>
					{line.line}
				</span>
			)}
			<span className="shrink-0 text-muted">{format.clock(line.at)}</span>
			<span className={clsx('w-13 shrink-0', tones[line.level])}>{t(`level.${line.level}`)}</span>
			{withPlugin && <PluginText className="w-28 shrink-0 truncate text-muted">{line.plugin}</PluginText>}
			<bdi className={clsx('min-w-0 flex-1', wraps ? 'wrap-anywhere whitespace-pre-wrap' : 'truncate')}>
				{markMatches(shown(line.message, wraps), matcher).map((part, index) =>
					part.isMatch ? (
						<mark
							// biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name than their place
							key={index}
							className={clsx(
								'rounded-small text-text',
								isMatch ? 'bg-attention-soft outline outline-attention' : 'bg-attention-soft',
							)}
						>
							{part.text}
						</mark>
					) : (
						part.text
					),
				)}
			</bdi>
			{withRun && <span className="shrink-0 text-muted">{line.runId}</span>}
		</>
	);
}

function shown(message: string, wraps: boolean): string {
	const max = wraps ? MAX_WRAPPED : MAX_SHOWN;
	const line = message.length > max ? `${message.slice(0, max)}…` : message;
	// Each part by itself: a line feed is no invisible character where lines are broken.
	return wraps ? line.split('\n').map(plainText).join('\n') : plainText(line.replaceAll('\n', ' ⏎ '));
}
