import type { ConfigAnswer } from '../../shared/api/plugin-routes.ts';
import type { JsonValue } from '../../shared/errors/errors.ts';
import { lookAtConfiguration } from '../registry/configuration/require-configuration.ts';
import type { Registry } from '../registry/registry.ts';

/** What is wrong with a configuration for an installed plugin; nothing where no version of it was ever usable. */
export function checkConfig(
	registry: Registry,
	name: string,
	config: Readonly<Record<string, JsonValue>>,
): ConfigAnswer {
	const { current } = registry.require(name);
	return current === null ? { problems: [], complete: true } : lookAtConfiguration(current.manifest, config);
}
