import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { InspectAnswer } from '../../../../shared/api/plugin-routes.ts';
import type { Remark } from '../../../../shared/errors/remark.ts';
import { Reach } from '../../../components/module/reach.tsx';
import { useModuleFacts } from '../../../components/module/use-module-facts.tsx';
import { Facts } from '../../../components/page.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { useRemarkText } from '../../../lib/text/use-remark-text.ts';
import { isAboutOrder } from '../offer.ts';

/** What its code can reach at most, whether that is what it asks for, and what the module is made of. */
export function CodeCheck({ offer: { analysis, mismatches, warnings } }: { readonly offer: InspectAnswer }) {
	const { t } = useTranslation('install');
	const { t: module } = useTranslation('module');
	const { anatomy, memory } = analysis;
	const facts = useModuleFacts(anatomy);
	return (
		<section aria-label={module('reach.title')} className="flex flex-col gap-2">
			<h3 className="font-semibold">{module('reach.title')}</h3>
			{anatomy !== null && <Reach anatomy={anatomy} leastMemory={memory?.minimumBytes ?? 0} />}
			{mismatches.length === 0 ? (
				<p className="flex items-start gap-2">
					<CircleCheck size={16} aria-hidden className="mt-0.5 shrink-0 text-ok" />
					{t('code.agrees')}
				</p>
			) : (
				<ul className="flex flex-col gap-1">
					{mismatches.map(({ code, power, imports: called }) => (
						<li key={`${code}/${power}`} className="flex items-start gap-2">
							<TriangleAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-attention" />
							<span>{t(`code.${code}.${power}`, { imports: called.join(', ') })}</span>
						</li>
					))}
				</ul>
			)}
			{facts.length > 0 && (
				<details>
					<summary className="w-fit text-muted">{module('about')}</summary>
					<div className="mt-1">
						<Facts facts={facts} />
					</div>
				</details>
			)}
			<Warnings warnings={warnings.filter((warning) => !isAboutOrder(warning))} />
		</section>
	);
}

function Warnings({ warnings }: { readonly warnings: readonly Remark[] }) {
	const { t } = useTranslation('install');
	const format = useFormat();
	const textOf = useRemarkText();
	if (warnings.length === 0) return null;
	return (
		<details>
			<summary className="text-muted">
				{t('warnings', { count: warnings.length, text: format.count(warnings.length) })}
			</summary>
			<ul className="mt-1 ml-4 flex list-disc flex-col gap-0.5 text-small">
				{warnings.slice(0, 50).map((warning) => (
					<li key={warning.text}>
						<PluginText max={400}>{textOf(warning)}</PluginText>
					</li>
				))}
			</ul>
		</details>
	);
}
