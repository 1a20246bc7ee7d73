import { ShieldX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { RunDetail } from '../../../../shared/run/run.ts';
import { Section } from '../../../components/page.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { RefusalText } from '../../../components/text/refusal-text.tsx';
import { RuleText } from '../../../components/text/rule-text.tsx';
import { WayToAllow } from '../../../components/text/way-to-allow.tsx';
import { knownOp } from '../../../lib/text/host-ops.ts';
import { useFormat } from '../../../lib/text/use-format.ts';

/** More are counted, not drawn. */
const MAX_SHOWN = 100;

/** What was refused, by which rule and why, each with a way to allow just that. */
export function Denials({ run }: { readonly run: RunDetail }) {
	const { t } = useTranslation('run');
	const { t: common } = useTranslation();
	const format = useFormat();
	if (run.denialList.length === 0) return null;
	const hidden = run.denialList.length - MAX_SHOWN;
	return (
		<Section title={t('denials.title', { text: format.count(run.denials) })}>
			<ul className="overflow-hidden rounded-base border border-line">
				{run.denialList.slice(0, MAX_SHOWN).map((denial, index) => {
					const op = knownOp(denial.op);
					return (
						<li
							// biome-ignore lint/suspicious/noArrayIndexKey: the list of a finished run does not change
							key={index}
							className="flex items-start gap-3 border-line bg-denied-soft/40 px-3 py-2 not-first:border-t"
						>
							<ShieldX size={16} aria-hidden className="mt-0.5 shrink-0 text-denied" />
							<div className="min-w-0 flex-1">
								<p>
									<span className="font-medium text-denied">{common('denied')}</span>
									{common('colon')}
									{op === undefined ? <PluginText max={60}>{denial.op}</PluginText> : common(`hostOp.${op}`)}{' '}
									{denial.target === '' ? (
										<span className="text-muted">{t('denials.forgotten')}</span>
									) : (
										<PluginText className="font-mono text-small" max={500}>
											{denial.target}
										</PluginText>
									)}
									{denial.count > 1 && (
										<span className="text-muted"> {t('denials.times', { text: format.count(denial.count) })}</span>
									)}
								</p>
								<p className="text-small text-muted">
									<RefusalText kind={denial.kind} reason={denial.reason} />{' '}
									{denial.target !== '' && (
										<span>
											{t('denials.rule')} <RuleText rule={denial.rule} />
										</span>
									)}
									{run.stages.length > 1 && (
										<>
											{' · '}
											<PluginText>{denial.plugin}</PluginText>
										</>
									)}
								</p>
							</div>
							{denial.target !== '' && <WayToAllow plugin={denial.plugin} denial={denial} />}
						</li>
					);
				})}
			</ul>
			{hidden > 0 && <p className="text-small text-muted">{t('denials.hidden', { text: format.count(hidden) })}</p>}
		</Section>
	);
}
