import { useTranslation } from 'react-i18next';
import type { RunDetail } from '../../../shared/run/run.ts';
import { DataTable } from '../../components/data/data-table.tsx';
import { PluginText } from '../../components/text/plugin-text.tsx';
import { RuleText } from '../../components/text/rule-text.tsx';
import { WayToAllow } from '../../components/text/way-to-allow.tsx';
import { knownOp } from '../../lib/text/host-ops.ts';
import { useFormat } from '../../lib/text/use-format.ts';

const cell = 'border-b border-line px-2 py-1 align-top';

/** What was refused, each with the way to the rule that would have allowed it. */
export function CallDenials({ plugin, run }: { readonly plugin: string; readonly run: RunDetail }) {
	const { t } = useTranslation('test');
	const format = useFormat();
	return (
		<section className="flex flex-col gap-2">
			<h3 className="font-medium">{t('denials.title')}</h3>
			<DataTable
				isLined
				label={t('denials.title')}
				heads={[
					{ text: t('denials.asked') },
					{ text: t('denials.rule') },
					{ text: t('denials.times'), className: 'text-right whitespace-nowrap' },
					{ text: t('denials.way'), isHidden: true },
				]}
			>
				{run.denialList.slice(0, 100).map((denial) => (
					<tr key={`${denial.op} ${denial.target} ${denial.rule}`}>
						<td className={cell}>
							<span className="text-muted">
								<HostOp op={denial.op} />
							</span>{' '}
							<PluginText max={300} className="font-mono text-small">
								{denial.target}
							</PluginText>
						</td>
						<td className={cell} title={denial.reason}>
							<RuleText rule={denial.rule} />
						</td>
						<td className={`${cell} text-right tabular`}>{format.count(denial.count)}</td>
						<td className={`${cell} text-right whitespace-nowrap`}>
							<WayToAllow plugin={plugin} denial={denial} />
						</td>
					</tr>
				))}
			</DataTable>
		</section>
	);
}

function HostOp({ op }: { readonly op: string }) {
	const { t } = useTranslation();
	const known = knownOp(op);
	return known === undefined ? <PluginText max={60}>{op}</PluginText> : t(`hostOp.${known}`);
}
