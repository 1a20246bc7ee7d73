import { useTranslation } from 'react-i18next';
import type { TemplateAnswer } from '../../../../shared/api/template-routes.ts';
import { Button } from '../../../components/controls/button.tsx';
import { Link } from '../../../components/controls/link.tsx';
import { Section } from '../../../components/page.tsx';
import { Badge } from '../../../components/status.tsx';
import { links } from '../../../lib/nav/links.ts';
import { useFormat } from '../../../lib/text/use-format.ts';

/** Plugins whose grants in force came from a template, and which of them are of an older version. */
export function TemplateUses({
	answer: { template, uses },
	onApply,
}: {
	readonly answer: TemplateAnswer;
	onApply(plugins: readonly string[]): void;
}) {
	const { t } = useTranslation('templates');
	const format = useFormat();
	const older = uses.filter(({ version }) => version < template.version).map(({ plugin }) => plugin);
	return (
		<Section
			title={t('uses.title')}
			actions={older.length > 1 && <Button onClick={() => onApply(older)}>{t('uses.againAll')}</Button>}
		>
			{uses.length === 0 ? (
				<p className="text-muted">{t('uses.none')}</p>
			) : (
				<ul className="rounded-base border border-line">
					{uses.map(({ plugin, version, at }) => {
						const isOlder = version < template.version;
						const text = String(version);
						return (
							<li
								key={plugin}
								className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 border-line px-3 py-1 not-first:border-t"
							>
								<Link to={links.plugin(plugin, 'policy')} className="min-w-0 wrap-anywhere">
									{plugin}
								</Link>
								<Badge tone={isOlder ? 'attention' : 'ok'}>
									{t(isOlder ? 'uses.older' : 'uses.current', { version: text })}
								</Badge>
								<span className="text-small text-muted" title={format.fullTime(at)}>
									{t('uses.since', { time: format.relative(at) })}
								</span>
								{isOlder && (
									<Button className="ml-auto" onClick={() => onApply([plugin])}>
										{t('uses.again')}
									</Button>
								)}
							</li>
						);
					})}
				</ul>
			)}
		</Section>
	);
}
