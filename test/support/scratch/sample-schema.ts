import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkConfiguration } from '../../../src/core/registry/configuration/check-configuration.ts';
import { describeProblem } from '../../../src/core/registry/configuration/describe-problem.ts';
import type { ReadSchema } from '../../../src/shared/config/config-schema.ts';
import { readConfigSchema } from '../../../src/shared/config/read-schema.ts';
import type { JsonValue } from '../../../src/shared/errors/errors.ts';

const kept = new Map<string, ReadSchema>();

export function sampleManifest(name: string): { readonly config: JsonValue; readonly config_schema: JsonValue } {
	return JSON.parse(readFileSync(resolve(import.meta.dirname, `../../../examples/${name}/plugin.json`), 'utf8'));
}

/** The schema of a plugin of `examples/`; fails where it cannot be followed. */
export function sampleSchema(name: string): ReadSchema {
	const known = kept.get(name);
	if (known !== undefined) return known;
	const { schema, problem } = readConfigSchema(sampleManifest(name).config_schema);
	if (schema === null) throw new Error(`${name}: ${problem.code} at ${problem.at}`);
	kept.set(name, schema);
	return schema;
}

/** What the schema of a plugin of `examples/` says of a configuration, as a person reads it. */
export function schemaProblems(name: string, config: JsonValue): readonly string[] {
	const { problems, complete } = checkConfiguration(sampleSchema(name), config);
	if (!complete) throw new Error(`the schema of ${name} asks for too much work`);
	return problems.map((problem) => {
		const { path, message } = describeProblem(problem, config);
		return `${path}: ${message}`;
	});
}
