import { DataFlareError } from '../../shared/errors/errors.ts';
import { type Remark, remark } from '../../shared/errors/remark.ts';
import { nearestWord } from '../../shared/issues/did-you-mean.ts';
import type { Registry } from '../registry/registry.ts';

/** What of plugins is prepared when the engine starts. */
export interface PreloadOptions {
	/**
	 * Plugins that are made ready from the start (compiled and initialised, in the background, within the setting
	 * `preload_memory`), beside those that a person marked; a name that is not installed is told of in `Core.notices`, and
	 * made ready once it is. `false`: none at all, not even those marked, for a program that ends soon. Default: those
	 * marked.
	 */
	readonly preload?: readonly string[] | false | undefined;
}

/** Throws `configuration` for what is no list of names. */
export function namesToPreload(given: unknown): readonly string[] {
	if (given === undefined || given === false) return [];
	if (Array.isArray(given) && given.every((name) => typeof name === 'string' && name !== '')) return given;
	throw new DataFlareError('configuration', '`preload` of createCore must be a list of plugin names, or false.', {
		hint: "For example createCore({ dataDir, preload: ['pii-redactor'] }).",
	});
}

/** Says that a plugin which is to be ready from the start is not installed. */
export function cannotPreload(registry: Pick<Registry, 'list'>, name: string): Remark {
	const names = registry.list().map((plugin) => plugin.name);
	return remark('preload_unknown', { name, near: nearestWord(name, names) ?? '' });
}
