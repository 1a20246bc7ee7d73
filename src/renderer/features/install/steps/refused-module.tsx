import { useTranslation } from 'react-i18next';
import type { RefusedModule as Module } from '../../../../shared/plugin/module/refused-module.ts';
import { useModuleFacts } from '../../../components/module/use-module-facts.tsx';
import { Facts } from '../../../components/page.tsx';
import { FailureSentences } from '../../../components/text/failure-sentences.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';

/** What a module holds that cannot be a plugin, and what else keeps it from being one. */
export function RefusedModule({ module }: { readonly module: Module }) {
	const { t } = useTranslation('install');
	const { t: common } = useTranslation();
	const format = useFormat();
	const { memory, anatomy, problems } = module;
	const { t: words } = useTranslation('module');
	const made = useModuleFacts(anatomy);
	const others = problems.slice(1);
	const range =
		memory === null
			? t('refused.none')
			: t(memory.maximum === null ? 'refused.memoryFrom' : 'refused.memoryRange', {
					from: format.bytes(memory.minimum),
					to: memory.maximum === null ? '' : format.bytes(memory.maximum),
				});
	return (
		<section aria-label={t('refused.module')} className="flex flex-col gap-2">
			{others.length > 0 && (
				<>
					<h3 className="font-semibold">{t('refused.others')}</h3>
					<ul className="flex flex-col gap-2">
						{others.map((problem) => (
							<li key={problem.message}>
								<FailureSentences error={problem} />
							</li>
						))}
					</ul>
				</>
			)}
			<h3 className="font-semibold">{t('refused.module')}</h3>
			<Facts
				facts={[
					[t('facts.size'), format.bytes(module.size)],
					[words('facts.kind'), anatomy === null ? common('notKnown') : words(`kind.${anatomy.kind}`)],
					...made,
					[t('refused.imports'), <Names key="imports" names={module.imports} />],
					[t('refused.exports'), <Names key="exports" names={module.exports} />],
					[t('refused.memory'), range],
					[
						t('facts.sha256'),
						<code key="hash" className="text-small break-all">
							{module.sha256}
						</code>,
					],
				]}
			/>
		</section>
	);
}

function Names({ names: { first, more } }: { readonly names: Module['imports'] }) {
	const { t } = useTranslation('install');
	const format = useFormat();
	if (first.length === 0 && more === 0) return t('refused.none');
	return (
		<>
			<PluginText max={2000} className="font-mono text-small">
				{first.join(', ')}
			</PluginText>
			{more > 0 && ` ${t('code.more', { count: more, text: format.count(more) })}`}
		</>
	);
}
