import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComponentType } from '../../../../shared/plugin/component-type.ts';
import type { ModuleAnalysis } from '../../../../shared/plugin/plugin-record.ts';
import { entriesInForce, powersByReach } from '../../../../shared/policy/powers.ts';
import type { SecurityPolicy } from '../../../../shared/policy/security-policy.ts';
import { type ImportPower, importUse } from '../../../../shared/wasm/anatomy/import-use.ts';
import { callableShape, isHostsOwn } from '../../../../shared/wasm/callable-shape.ts';
import { roleExports } from '../../../../shared/wasm/component/worlds.ts';
import { Button } from '../../../components/controls/button.tsx';
import { Link } from '../../../components/controls/link.tsx';
import { DataTable } from '../../../components/data/data-table.tsx';
import { Badge } from '../../../components/status.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { links } from '../../../lib/nav/links.ts';
import { useFormat } from '../../../lib/text/use-format.ts';

const cell = 'border-b border-line px-2 py-1 align-top';
/** More rows are shown on demand, and never more than this: a module may export a hundred thousand. */
const FIRST = 12;
const MOST = 500;

/** The functions that the module offers; those that can be called lead to the test console. */
export function ExportsTable({
	name,
	type,
	analysis: { exports, abi },
}: {
	readonly name: string;
	readonly type: ComponentType;
	readonly analysis: Pick<ModuleAnalysis, 'exports' | 'abi'>;
}) {
	const { t } = useTranslation('plugin');
	const main = roleExports(type, abi);
	const rows = exports
		.map((entry) => ({ ...entry, rank: rankOf(entry, main) }))
		.toSorted((left, right) => left.rank - right.rank);
	return (
		<Rows
			caption={t('exports.title')}
			heads={[t('exports.name'), t('exports.shape'), t('exports.use')]}
			rows={rows.map((entry) => (
				<tr key={`${entry.kind} ${entry.name}`}>
					<td className={cell}>
						<PluginText max={200} className="font-mono text-small">
							{entry.name}
						</PluginText>
					</td>
					<td className={cell}>
						<code className="text-small text-muted">{shapeText(entry)}</code>
					</td>
					<td className={cell}>
						{entry.rank === 0 && <Badge tone="running">{t('exports.component')}</Badge>}{' '}
						{entry.rank <= 1 ? (
							<Link className="underline" to={links.test(name, entry.name, '')}>
								{t('exports.call')}
							</Link>
						) : (
							<span className="text-muted">{t(purposeOf(entry))}</span>
						)}
					</td>
				</tr>
			))}
		/>
	);
}

/** What the host calls by itself. */
const byHost = { plugin_init: 'exports.atStart', plugin_cleanup: 'exports.atEnd' } as const;

type Export = ModuleAnalysis['exports'][number];

function rankOf({ name, kind, signature }: Export, main: readonly string[]): number {
	if (main.includes(name)) return 0;
	if (kind !== 'function') return 3;
	if (Object.hasOwn(byHost, name)) return 2;
	return signature !== null && callableShape(signature) !== null && !isHostsOwn(name) ? 1 : 2;
}

function purposeOf({ name, kind }: Export) {
	if (kind !== 'function') return `exports.kind.${kind}` as const;
	if (Object.hasOwn(byHost, name)) return byHost[name as keyof typeof byHost];
	return isHostsOwn(name) ? 'exports.hostsOwn' : 'exports.notCallable';
}

function shapeText({ kind, signature }: Export): string {
	if (kind !== 'function' || signature === null) return '—';
	return `(${signature.params.join(', ')}) → ${signature.results.length === 0 ? '()' : signature.results.join(', ')}`;
}

/** The functions that the module can ask of the host, in words, with the power that each needs and whether it has it. */
export function ImportsTable({
	imports,
	policy,
}: {
	readonly imports: ModuleAnalysis['imports'];
	readonly policy: SecurityPolicy | undefined;
}) {
	const { t } = useTranslation('plugin');
	if (imports.length === 0) return <p className="text-muted">{t('imports.none')}</p>;
	const rows = imports
		.map((entry) => ({ ...entry, ...importUse(entry.module, entry.name) }))
		.toSorted((left, right) => riskOf(left.power) - riskOf(right.power));
	return (
		<Rows
			caption={t('imports.title')}
			heads={[t('imports.name'), t('imports.meaning'), t('imports.needs')]}
			rows={rows.map(({ module, name, meaning, power }) => (
				<tr key={`${module} ${name}`}>
					<td className={cell}>
						<PluginText max={200} className="font-mono text-small" title={module}>
							{importName(module, name)}
						</PluginText>
					</td>
					<td className={cell}>{t(`imports.host.${meaning}`)}</td>
					<td className={cell}>
						<PowerNow power={power} policy={policy} />
					</td>
				</tr>
			))}
		/>
	);
}

/** Of a component with its interface, without the version: functions of several have the same name. */
function importName(module: string, name: string): string {
	return module.includes(':') ? `${module.replace(/@.*$/, '')}#${name}` : name;
}

const order: readonly ImportPower[] = ['unknown', ...powersByReach, 'never', 'none'];
const riskOf = (power: ImportPower): number => order.indexOf(power);

function PowerNow({ power, policy }: { readonly power: ImportPower; readonly policy: SecurityPolicy | undefined }) {
	const { t } = useTranslation('plugin');
	const format = useFormat();
	if (power === 'none' || power === 'never') {
		return <span className="text-muted">{t(`imports.power.${power}`)}</span>;
	}
	if (power === 'unknown') return <Badge tone="failed">{t('imports.power.unknown')}</Badge>;
	const granted = policy === undefined ? null : entriesInForce(policy, power).length;
	return (
		<span className="inline-flex flex-wrap items-center gap-x-2">
			{t(`imports.power.${power}`)}
			{granted !== null &&
				(granted === 0 ? (
					<Badge tone="denied">{t('imports.denied')}</Badge>
				) : (
					<Badge tone="attention">{t('imports.allowed', { count: granted, text: format.count(granted) })}</Badge>
				))}
		</span>
	);
}

function Rows({
	caption,
	heads,
	rows,
}: {
	readonly caption: string;
	readonly heads: readonly string[];
	readonly rows: readonly React.ReactNode[];
}) {
	const { t } = useTranslation('plugin');
	const format = useFormat();
	const [all, setAll] = useState(false);
	const shown = rows.slice(0, all ? MOST : FIRST);
	const hidden = rows.length - shown.length;
	return (
		<div className="flex flex-col items-start gap-2">
			<DataTable isLined label={caption} heads={heads.map((text) => ({ text }))}>
				{shown}
			</DataTable>
			{hidden > 0 &&
				(all ? (
					<p className="text-small text-muted">{t('notShown', { count: hidden, text: format.count(hidden) })}</p>
				) : (
					<Button tone="quiet" onClick={() => setAll(true)}>
						{t('showMore', { count: hidden, text: format.count(hidden) })}
					</Button>
				))}
		</div>
	);
}
