import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type ModuleAnatomy, runtimeNames } from '../../../shared/plugin/module/module-anatomy.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { PluginText } from '../text/plugin-text.tsx';

type Fact = readonly [name: string, value: ReactNode];

/** What a module is, was made by and is made of, as rows of facts. */
export function useModuleFacts(anatomy: ModuleAnatomy | null | undefined): readonly Fact[] {
	const { t } = useTranslation('module');
	const format = useFormat();
	if (anatomy === null || anatomy === undefined) return [];
	const { tools, runtimes, features, sizes, functions } = anatomy;
	const made = [...new Set(tools.map(({ name, version }) => `${name} ${version}`.trim()))];
	const rows: readonly (Fact | null)[] = [
		made.length === 0
			? null
			: [
					t('facts.madeWith'),
					<span key="made">
						<PluginText max={1000}>{made.join(', ')}</PluginText>{' '}
						<span className="text-muted">{t('facts.itsWord')}</span>
					</span>,
				],
		runtimes.length === 0 ? null : [t('facts.runtime'), runtimes.map((one) => runtimeNames[one]).join(', ')],
		features.length === 0 ? null : [t('facts.features'), features.map((one) => t(`features.${one}`)).join(t('comma'))],
		[
			t('facts.contents'),
			<span key="contents">
				{t('facts.contentsText', {
					count: functions,
					text: format.count(functions),
					code: format.bytes(sizes.code),
					data: format.bytes(sizes.data),
					custom: format.bytes(sizes.custom),
				})}
				{sizes.strippable > 0 && (
					<span className="text-muted"> {t('facts.strippable', { text: format.bytes(sizes.strippable) })}</span>
				)}
			</span>,
		],
	];
	return rows.filter((row) => row !== null);
}
