import { CircleCheck, Dot, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupedImports, ImportGroup, ModuleAnatomy } from '../../../shared/plugin/module/module-anatomy.ts';
import { powerNames } from '../../../shared/policy/powers.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { PluginText } from '../text/plugin-text.tsx';

const besides = ['always', 'linked', 'never', 'unknown'] as const satisfies readonly ImportGroup[];

/** What a module's code can reach at most, told from its bytes. `leastMemory`: what it begins with, bytes. */
export function Reach({ anatomy, leastMemory }: { readonly anatomy: ModuleAnatomy; readonly leastMemory: number }) {
	const { t } = useTranslation('module');
	const format = useFormat();
	const { imports } = anatomy;
	const groupOf = (wanted: ImportGroup) => imports.find(({ group }) => group === wanted);
	return (
		<div className="flex flex-col gap-1">
			<p className="text-muted">{t('reach.about')}</p>
			<ul className="flex flex-col gap-1">
				{powerNames.map((power) => {
					const found = groupOf(power);
					return found === undefined ? (
						<Line key={power} icon={<CircleCheck size={16} aria-hidden className="text-ok" />}>
							{t(`reach.${power}.no`)}
						</Line>
					) : (
						<Line key={power} icon={<TriangleAlert size={16} aria-hidden className="text-attention" />}>
							{t(`reach.${power}.yes`)} <Names found={found} />
						</Line>
					);
				})}
				{besides.map((group) => {
					const found = groupOf(group);
					return found === undefined ? null : (
						<Line key={group} icon={<Dot size={16} aria-hidden className="text-muted" />}>
							{t(`reach.${group}`)} <Names found={found} />
						</Line>
					);
				})}
			</ul>
			{imports.length === 0 && <p>{t('reach.nothing')}</p>}
			{leastMemory > 0 && <p className="text-muted">{t('reach.memory', { text: format.bytes(leastMemory) })}</p>}
		</div>
	);
}

function Line({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
	return (
		<li className="flex items-start gap-2">
			<span className="mt-0.5 shrink-0">{icon}</span>
			<span className="min-w-0 wrap-anywhere">{children}</span>
		</li>
	);
}

function Names({ found: { names, more } }: { readonly found: GroupedImports }) {
	const { t } = useTranslation('module');
	const format = useFormat();
	return (
		<>
			<PluginText max={3000} className="font-mono text-small text-muted">
				{names.join(', ')}
			</PluginText>
			{more > 0 && ` ${t('reach.more', { count: more, text: format.count(more) })}`}
		</>
	);
}
