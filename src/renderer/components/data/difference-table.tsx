import { useTranslation } from 'react-i18next';
import type { JsonValue } from '../../../shared/errors/errors.ts';
import { cutJson } from '../../lib/json/cut-json.ts';
import type { JsonDifference } from '../../lib/json/json-difference.ts';
import { PluginText } from '../text/plugin-text.tsx';
import { DataTable } from './data-table.tsx';

const cell = 'border-b border-line px-2 py-1 align-top font-mono text-small';
/** Of a value that is shown, UTF-16 units. */
const SHOWN = 400;

/** Where two values differ, place by place. `before` and `after` name the two. */
export function DifferenceTable({
	differences,
	label,
	before,
	after,
}: {
	readonly differences: readonly JsonDifference[];
	readonly label: string;
	readonly before: string;
	readonly after: string;
}) {
	const { t } = useTranslation();
	return (
		<DataTable
			isLined
			label={label}
			className="table-fixed"
			heads={[{ text: t('difference.place'), className: 'w-1/3' }, { text: before }, { text: after }]}
		>
			{differences.map((one) => (
				<tr key={one.path}>
					<td className={cell}>
						<PluginText max={300}>{one.path === '' ? t('difference.whole') : one.path}</PluginText>
					</td>
					<td className={cell}>
						<Side value={one.before} missing={t('difference.missing')} className="text-failed" />
					</td>
					<td className={cell}>
						<Side value={one.after} missing={t('difference.missing')} className="text-ok" />
					</td>
				</tr>
			))}
		</DataTable>
	);
}

function Side({
	value,
	missing,
	className,
}: {
	readonly value: JsonValue | undefined;
	readonly missing: string;
	readonly className: string;
}) {
	if (value === undefined) return <span className="font-sans text-muted">{missing}</span>;
	return (
		<PluginText max={SHOWN + 1} className={className}>
			{shown(value)}
		</PluginText>
	);
}

function shown(value: JsonValue): string {
	const { text, complete } = cutJson(value, SHOWN);
	return complete ? text : `${text}…`;
}
