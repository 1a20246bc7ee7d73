import { join } from 'node:path';
import { lockedDown } from '../../../src/shared/policy/security-policy.ts';
import { resourcesDir } from '../built.ts';

/** The folder of a sample plugin. */
export const sample = (name: string): string => join(resourcesDir, 'plugins', name);

/** A file of real data, from vega-datasets. */
export const data = (name: string): string =>
	join(import.meta.dirname, '../../../node_modules/vega-datasets/data', name);

/** Room for the samples' batches, and files under these paths alone. */
export const grant = (...allowed_paths: readonly string[]) => ({
	...lockedDown,
	max_memory: 33_554_432,
	allow_file_system: true,
	allowed_paths,
});
