import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { PreviewAnswer } from '../../../shared/api/policy-routes.ts';
import { type SecurityPolicy, securityPolicySchema } from '../../../shared/policy/security-policy.ts';
import { CodeEditor, type EditorDiagnostic } from '../../components/code-editor/code-editor.tsx';
import type { JsonSchema } from '../../lib/json/json-schema.ts';
import { plainText } from '../../lib/text/plain-text.ts';

const plain = z.toJSONSchema(securityPolicySchema, { io: 'input' }) as JsonSchema;

/** The draft as JSON, checked and completed by the schema; entries that the plugin asks for are offered. */
export function PolicyJson({
	text,
	requested,
	problems,
	onChange,
}: {
	readonly text: string;
	readonly requested: SecurityPolicy | null;
	readonly problems: PreviewAnswer['problems'];
	onChange(text: string): void;
}) {
	const { t } = useTranslation('policy');
	const schema = useMemo<JsonSchema>(
		() => ({
			...plain,
			properties: Object.fromEntries(
				Object.entries(plain.properties ?? {}).map(([key, property]) => {
					const field = key as keyof SecurityPolicy;
					const asked = requested?.[field];
					const items = Array.isArray(asked) ? { ...property.items, examples: asked } : property.items;
					return [key, { ...property, items, description: t(`field.${field}`) }];
				}),
			),
		}),
		[requested, t],
	);
	const diagnostics = useMemo<readonly EditorDiagnostic[]>(
		() =>
			problems.map(({ path, message }) => {
				const [, list = '', index = '0'] = /^(\w+)\[(\d+)\]$/.exec(path) ?? [];
				return { path: [list, Number(index)], message: plainText(message) };
			}),
		[problems],
	);
	return (
		<CodeEditor
			label={t('json.label')}
			language="json"
			value={text}
			onChange={onChange}
			schema={schema}
			diagnostics={diagnostics}
			minLines={12}
			maxLines={28}
		/>
	);
}
