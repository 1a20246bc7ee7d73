import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { InspectAnswer } from '../../../../shared/api/plugin-routes.ts';
import type { Remark } from '../../../../shared/errors/remark.ts';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import { useRemarkText } from '../../../lib/text/use-remark-text.ts';

/** More imports than these are counted. */
const NAMED = 16;

/** Whether what its code can call is what it asks for. */
export function CodeCheck({ offer: { analysis, mismatches, warnings } }: { readonly offer: InspectAnswer }) {
	const { t } = useTranslation('install');
	const format = useFormat();
	const imports = [...new Set(analysis.imports.filter(({ kind }) => kind === 'function').map(({ name }) => name))];
	const rest = imports.length - NAMED;
	return (
		<section aria-label={t('code.title')} className="flex flex-col gap-1">
			<h3 className="font-semibold">{t('code.title')}</h3>
			<p className="text-muted">
				{imports.length === 0 ? (
					t('code.nothing')
				) : (
					<>
						{t('code.imports')}{' '}
						<PluginText max={1000} className="font-mono text-small text-text">
							{imports.slice(0, NAMED).join(', ')}
						</PluginText>
						{rest > 0 && ` ${t('code.more', { count: rest, text: format.count(rest) })}`}
					</>
				)}
			</p>
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
			<Warnings warnings={warnings} />
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
