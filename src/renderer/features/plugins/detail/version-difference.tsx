import { useTranslation } from 'react-i18next';
import type { JsonValue } from '../../../../shared/errors/errors.ts';
import type { ModuleAnalysis, PluginVersion } from '../../../../shared/plugin/plugin-record.ts';
import { useRoute } from '../../../client/engine.tsx';
import { DifferenceTable } from '../../../components/data/difference-table.tsx';
import { ErrorNote, LoadingRows } from '../../../components/notes.tsx';
import { jsonDifference } from '../../../lib/json/json-difference.ts';

/** What changed from one version to another: in the manifest, and in what the code imports and exports. */
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
	const differences = jsonDifference(side(from, before.data), side(to, after.data));
	if (differences.length === 0) return <p className="text-muted">{t('versions.sameManifest')}</p>;
	return (
		<DifferenceTable
			differences={differences}
			label={t('versions.difference')}
			before={t('versions.thisOne')}
			after={t('versions.inUse')}
		/>
	);
}

function side(version: PluginVersion, { imports, exports, size }: ModuleAnalysis): JsonValue {
	const names = (entries: readonly { readonly name: string; readonly module?: string }[]): JsonValue =>
		Object.fromEntries(entries.map(({ module, name }) => [module === undefined ? name : `${module}.${name}`, true]));
	return {
		manifest: version.manifest as unknown as JsonValue,
		imports: names(imports),
		exports: names(exports),
		size,
	};
}
