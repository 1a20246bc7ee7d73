import { DataFlareError } from '../../shared/errors/errors.ts';
import { type Remark, remark } from '../../shared/errors/remark.ts';
import { nearestWord } from '../../shared/issues/did-you-mean.ts';
import type { Registry } from '../registry/registry.ts';

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
