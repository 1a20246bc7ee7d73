import { Link2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RunLogLine } from '../../../shared/run/run.ts';
import { links } from '../../lib/nav/links.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { IconButton } from '../controls/button.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { Link } from '../controls/link.tsx';
import { PluginText } from '../text/plugin-text.tsx';
import type { LineRange } from './line-range.ts';

/** A line whole, and what can be done with it; or with the lines that the address names. */
export function ChosenLine({
	line,
	range,
	withRun,
	onRange,
}: {
	readonly line: RunLogLine;
	readonly range: LineRange | null;
	readonly withRun: boolean;
	onRange(range: LineRange | null): void;
}) {
	const { t } = useTranslation();
	const format = useFormat();
	const place = line.line;
	return (
		<div className="flex max-h-40 shrink-0 items-start gap-2 border-t border-line bg-sunken px-3 py-2">
			<div className="max-h-36 min-w-0 flex-1 overflow-y-auto font-mono text-small">
				<PluginText className="whitespace-pre-wrap">{line.message}</PluginText>
			</div>
			{withRun && (
				<Link to={links.run(line.runId)} className="font-mono text-small leading-7">
					{t('log.run', { id: line.runId })}
				</Link>
			)}
			{range !== null && (
				<span className="text-small leading-7 text-muted tabular">
					{range.from === range.to
						? t('log.line', { line: format.count(range.from) })
						: t('log.lines', { from: format.count(range.from), to: format.count(range.to) })}
				</span>
			)}
			{place !== undefined &&
				(range === null ? (
					<IconButton
						icon={Link2}
						label={t('log.linkTo', { line: format.count(place) })}
						onClick={() => onRange({ from: place, to: place })}
					/>
				) : (
					<CopyButton icon={Link2} text={() => location.href} label={t('log.copyLink')} />
				))}
			<CopyButton text={line.message} label={t('log.copy')} />
		</div>
	);
}
