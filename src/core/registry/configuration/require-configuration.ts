import { configSchemaOf, readConfigSchema } from '../../../shared/config/read-schema.ts';
import { DataFlareError, type JsonValue } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { type Remark, remark } from '../../../shared/errors/remark.ts';
import type { Manifest } from '../../../shared/plugin/manifest.ts';
import { type ConfigurationCheck, checkConfiguration } from './check-configuration.ts';
import { describeProblem } from './describe-problem.ts';
import { isPattern } from './pattern.ts';

type Config = Readonly<Record<string, JsonValue>>;

/** What was found of manifests' own configurations, which each call asks for again. */
const found = new WeakMap<Manifest, ConfigurationCheck>();

/**
 * Holds what a plugin would be configured with against the schema of its manifest: the manifest's own configuration,
 * with the keys that are overridden. What the schema calls a default is told to people and put nowhere: what it does
 * without the key is the plugin's matter. Without a schema, or with one that cannot be followed, nothing is wrong.
 */
export function lookAtConfiguration(manifest: Manifest, overrides: Config | null | undefined): ConfigurationCheck {
	const known = overrides == null ? found.get(manifest) : undefined;
	if (known !== undefined) return known;
	const schema = configSchemaOf(manifest);
	const check: ConfigurationCheck =
		schema === null
			? { problems: [], complete: true }
			: checkConfiguration(schema, { ...manifest.config, ...overrides });
	if (overrides == null) found.set(manifest, check);
	return check;
}

/** Throws `configuration` for what a plugin's schema does not take, naming each place, what it wants and what is there. */
export function requireConfiguration(manifest: Manifest, overrides: Config | null | undefined): void {
	const { problems } = lookAtConfiguration(manifest, overrides);
	if (problems.length === 0) return;
	const config = { ...manifest.config, ...overrides };
	const described = problems.map((problem) => describeProblem(problem, config));
	const [first] = described;
	const more = described.length > 1 ? ` (and ${described.length - 1} more)` : '';
	const path = first?.path ?? 'config';
	throw new DataFlareError('configuration', `${manifest.name}: ${path}: ${first?.message}${more}.`, {
		hint: first?.hint,
		details: {
			...because('config_invalid', { plugin: manifest.name, path }),
			issues: described.map(({ path: at, message }) => ({ path: at, message })),
			...(first === undefined ? {} : { hint: first.hint }),
			problems: problems as unknown as JsonValue,
		},
	});
}

/** What is to be said of a manifest's schema, and of its own configuration: neither keeps a plugin from being installed. */
export function schemaWarnings(manifest: Manifest): readonly Remark[] {
	if (manifest.config_schema === undefined) return [];
	const { schema, problem } = readConfigSchema(manifest.config_schema);
	if (problem !== null) return [remark(problem.code, { at: problem.at })];
	const patterns = [...schema.patterns]
		.filter(([pattern]) => !isPattern(pattern))
		.map(([, at]) => remark('schema_pattern', { at }));
	// What a person still has to give is missing, and no mistake.
	const wrong = checkConfiguration(schema, manifest.config).problems.filter(({ kind }) => kind !== 'missing');
	const described = wrong.slice(0, 3).map((each) => describeProblem(each, manifest.config));
	return [
		...patterns,
		...described.map(({ path, message }) => remark('config_unlike_schema', { path, problem: message })),
	];
}
