import { useTranslation } from 'react-i18next';
import { recordFields } from '../../../shared/config/record-fields.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { DataTable } from '../data/data-table.tsx';
import { PluginText } from '../text/plugin-text.tsx';

const cell = 'border-b border-line px-2 py-1 align-top';

/** The fields of the records that a plugin takes or gives, as its author describes them; nothing where none are named. */
export function RecordSchema({ schema, label }: { readonly schema: unknown; readonly label: string }) {
	const { t } = useTranslation('config');
	const { t: plugin } = useTranslation('plugin');
	const format = useFormat();
	const found = recordFields(schema);
	if (found === null) return null;
	return (
		<div className="flex flex-col gap-1">
			<DataTable
				isLined
				className="table-fixed"
				heads={[
					{ text: label, className: 'w-1/2' },
					{ text: plugin('records.type'), className: 'w-1/3' },
					{ text: plugin('records.required') },
				]}
			>
				{found.fields.map(({ name, types, required }) => (
					<tr key={name}>
						<td className={cell}>
							<PluginText max={100} className="font-mono text-small">
								{name}
							</PluginText>
						</td>
						<td className={cell}>{types.map((type) => t(`type.${type}`)).join(t('or'))}</td>
						<td className={cell}>{required ? t('yes') : ''}</td>
					</tr>
				))}
			</DataTable>
			{found.more > 0 && (
				<p className="text-small text-muted">
					{plugin('notShown', { count: found.more, text: format.count(found.more) })}
				</p>
			)}
		</div>
	);
}
