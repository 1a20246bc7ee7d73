import { useTranslation } from 'react-i18next';
import type { JsonValue } from '../../../../shared/errors/errors.ts';
import { componentTypes } from '../../../../shared/plugin/component-type.ts';
import type { PluginVersion } from '../../../../shared/plugin/plugin-record.ts';
import { useRoute } from '../../../client/engine.tsx';
import { DataTable } from '../../../components/data/data-table.tsx';
import { ErrorNote, LoadingRows } from '../../../components/notes.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { cutJson } from '../../../lib/json/cut-json.ts';
import { useFormat } from '../../../lib/text/use-format.ts';
import { type VersionChange, versionChanges } from './version-changes.ts';

/** Of a value that is shown, UTF-16 units. */
const SHOWN = 400;

/** What changed from one version to another, in the words of the review. */
export function VersionDifference({
	plugin,
	from,
	to,
}: {
	readonly plugin: string;
	readonly from: PluginVersion;
	readonly to: PluginVersion;
}) {
	const { t } = useTranslation('plugin');
	const before = useRoute('plugins.analysis', { name: plugin, sha256: from.sha256 });
	const after = useRoute('plugins.analysis', { name: plugin, sha256: to.sha256 });
	const error = before.error ?? after.error;
	if (error !== null) return <ErrorNote error={error} />;
	if (before.data === undefined || after.data === undefined) return <LoadingRows rows={3} />;
	const changes = versionChanges({ version: from, analysis: before.data }, { version: to, analysis: after.data });
	if (changes.length === 0) return <p className="text-muted">{t('versions.sameManifest')}</p>;
	return (
		// Its width is that of the table around, whose columns do not move when it is shown.
		<div className="w-0 min-w-full">
			<DataTable
				isLined
				label={t('versions.difference')}
				className="table-fixed"
				heads={[
					{ text: t('versions.what'), className: 'w-2/5' },
					{ text: t('versions.thisOne') },
					{ text: t('versions.inUse') },
				]}
			>
				{changes.map((change) => (
					<Row key={change.path} change={change} />
				))}
			</DataTable>
		</div>
	);
}

const cell = 'border-b border-line px-2 py-1 align-top wrap-break-word';

function Row({ change }: { readonly change: VersionChange }) {
	const { t } = useTranslation('plugin');
	const { kind, name, before, after } = change;
	return (
		<tr>
			<th scope="row" className={`${cell} text-left font-normal`}>
				{kind !== 'other' && t(`versions.change.${kind}`)}
				{name !== '' && (
					<PluginText max={300} className="ml-1 font-mono text-small first:ml-0">
						{name}
					</PluginText>
				)}
			</th>
			<td className={cell}>
				<Value change={change} value={before} />
			</td>
			<td className={cell}>
				<Value change={change} value={after} />
			</td>
		</tr>
	);
}

function Value({ change: { kind }, value }: { readonly change: VersionChange; readonly value: JsonValue | undefined }) {
	const { t: common } = useTranslation();
	const format = useFormat();
	if (value === undefined) return <span className="text-muted">{common('no')}</span>;
	if (typeof value === 'boolean') return common(value ? 'yes' : 'no');
	if (typeof value === 'number') {
		if (kind === 'size' || kind === 'memory' || kind === 'written') return format.bytes(value);
		if (kind === 'time') return format.duration(value);
		if (kind === 'files') return format.count(value);
	}
	if (kind === 'type') {
		const type = componentTypes.find((known) => known === value);
		if (type !== undefined) return common(`type.${type}`);
	}
	const { text, complete } = typeof value === 'string' ? { text: value, complete: true } : cutJson(value, SHOWN);
	return <PluginText max={SHOWN + 1}>{complete ? text : `${text}…`}</PluginText>;
}
