import { join, resolve } from 'node:path';
import { jsonSchema, type SchemaName } from '../../../src/shared/face/schemas/json-schemas.ts';
import { errorsPage } from './errors-page.ts';
import { manifestPage } from './manifest-page.ts';

export const root = resolve(import.meta.dirname, '../../..');

const schemaFiles: Readonly<Record<SchemaName, string>> = {
	manifest: 'plugin.schema.json',
	policy: 'policy.schema.json',
	chain: 'chain.schema.json',
	flow: 'flow.schema.json',
	index: 'index.schema.json',
};

/** Each file that is written from the code: where it is, and what stands in it. */
export function referenceFiles(): readonly { readonly path: string; readonly text: string }[] {
	return [
		...Object.entries(schemaFiles).map(([name, file]) => ({
			path: join(root, 'resources/schemas', file),
			text: `${JSON.stringify(jsonSchema(name as SchemaName), null, '\t')}\n`,
		})),
		{ path: join(root, 'docs/manifest.md'), text: manifestPage() },
		{ path: join(root, 'docs/errors.md'), text: errorsPage() },
	];
}
