import { useTranslation } from 'react-i18next';
import type { TemplateAnswer } from '../../../../shared/api/template-routes.ts';
import { entriesInForce, powerNames } from '../../../../shared/policy/powers.ts';
import type { SecurityPolicy } from '../../../../shared/policy/security-policy.ts';
import { Link } from '../../../components/controls/link.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { onListKey } from '../../../lib/keys/screen-parts.ts';
import { links } from '../../../lib/nav/links.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useFormat } from '../../../lib/text/use-format.ts';

const columns = ['name', 'allows', 'used', 'changed'] as const;
const narrow = { name: '', allows: 'slim:hidden', used: 'w-36', changed: 'w-32 single:hidden' } as const;

/** A row for each template: what it allows, how many plugins have it, and how many of them an older version. */
export function TemplateList({ templates }: { readonly templates: readonly TemplateAnswer[] }) {
	const { t } = useTranslation('templates');
	return (
		<table className="w-full table-fixed">
			<caption className="sr-only">{t('list')}</caption>
			<thead>
				<tr className="h-8 border-b border-line text-left text-label text-muted">
					{columns.map((column) => (
						<th key={column} scope="col" className={`px-2 font-medium first:pl-4 ${narrow[column]}`}>
							{t(`column.${column}`)}
						</th>
					))}
				</tr>
			</thead>
			<tbody data-list onKeyDown={onListKey}>
				{templates.map((answer) => (
					<Row key={answer.template.id} {...answer} />
				))}
			</tbody>
		</table>
	);
}

function Row({ template, uses }: TemplateAnswer) {
	const { t } = useTranslation('templates');
	const { t: common } = useTranslation();
	const format = useFormat();
	const older = uses.filter(({ version }) => version < template.version).length;
	const entries = entriesOf(template.policy);
	return (
		<tr className="h-11 border-b border-line hover:bg-hover [&>td]:px-2">
			<th scope="row" className="truncate pr-2 pl-4 text-left font-normal">
				<Link data-row to={links.template(template.id)} className="block truncate font-medium text-text!">
					{template.name}
				</Link>
				<span className="block truncate text-small text-muted">
					{t('version', { version: String(template.version) })}
					{template.note !== '' && (
						<>
							{' '}
							· <PluginText max={200}>{template.note}</PluginText>
						</>
					)}
				</span>
			</th>
			<td
				className={`truncate ${narrow.allows} ${entries.length === 0 ? 'text-muted' : 'font-mono text-small'}`}
				title={plainText(entries.slice(0, 20).join('\n'))}
			>
				{entries.length === 0 ? t('nothing') : plainText(entries.slice(0, 6).join(common('comma')))}
			</td>
			<td>
				<span className="block truncate">
					{uses.length === 0 ? '–' : t('used', { count: uses.length, text: format.count(uses.length) })}
				</span>
				{older > 0 && (
					<span className="block truncate text-small text-attention">
						{t('older', { count: older, text: format.count(older) })}
					</span>
				)}
			</td>
			<td className={`truncate text-muted ${narrow.changed}`} title={format.fullTime(template.changedAt)}>
				{format.relative(template.changedAt)}
			</td>
		</tr>
	);
}

function entriesOf(policy: SecurityPolicy): readonly string[] {
	return powerNames.flatMap((power) => entriesInForce(policy, power));
}
