import { useTranslation } from 'react-i18next';
import { recordFields } from '../../../../shared/config/record-fields.ts';
import type { Manifest } from '../../../../shared/plugin/manifest.ts';
import { isOptional, optionalLacking, reasonFor } from '../../../../shared/plugin/words/asked-for.ts';
import { entryLists } from '../../../../shared/policy/powers.ts';
import type { SecurityPolicy } from '../../../../shared/policy/security-policy.ts';
import { Link } from '../../../components/controls/link.tsx';
import { AuthorReason } from '../../../components/module/author-reason.tsx';
import { RecordSchema } from '../../../components/module/record-schema.tsx';
import { Note } from '../../../components/notes.tsx';
import { Section } from '../../../components/page.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { links } from '../../../lib/nav/links.ts';
import { useFormat } from '../../../lib/text/use-format.ts';

/** More are counted. */
const NAMED = 8;

/** What it would like and was not given, though it works without, with a way to the policy. */
export function OptionalRights({
	name,
	manifest,
	policy,
}: {
	readonly name: string;
	readonly manifest: Manifest;
	/** In force; undefined: not known yet. */
	readonly policy: SecurityPolicy | undefined;
}) {
	const { t, i18n } = useTranslation('plugin');
	const format = useFormat();
	const lacking = policy === undefined ? [] : optionalLacking(manifest, policy);
	if (lacking.length === 0) return null;
	const reasonOf = (entry: string): string | undefined => {
		const list = entryLists.find(
			(each) => manifest.security_policy[each].includes(entry) && isOptional(manifest, each, entry),
		);
		return list === undefined ? undefined : reasonFor(manifest, list, entry, i18n.language);
	};
	const more = lacking.length - NAMED;
	return (
		<Note>
			<p>{t('optional.text')}</p>
			<ul className="mt-1 flex list-disc flex-col gap-1 pl-5">
				{lacking.slice(0, NAMED).map((entry) => {
					const reason = reasonOf(entry);
					return (
						<li key={entry}>
							<PluginText max={200} className="font-mono text-small">
								{entry}
							</PluginText>
							{reason !== undefined && <AuthorReason words={reason} />}
						</li>
					);
				})}
			</ul>
			{more > 0 && <p>{t('notShown', { count: more, text: format.count(more) })}</p>}
			<p className="mt-1">
				<Link to={links.plugin(name, 'policy')}>{t('optional.policy')}</Link>
			</p>
		</Note>
	);
}

/** The fields of its records, where its author describes them. */
export function RecordTypes({ manifest: { input_schema, output_schema } }: { readonly manifest: Manifest }) {
	const { t } = useTranslation('plugin');
	if (recordFields(input_schema) === null && recordFields(output_schema) === null) return null;
	return (
		<Section title={t('records.title')}>
			<RecordSchema schema={input_schema} label={t('records.takes')} />
			<RecordSchema schema={output_schema} label={t('records.gives')} />
		</Section>
	);
}
