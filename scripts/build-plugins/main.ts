/**
 * Builds the sample plugins of `examples/` into `resources/plugins/`. What was built is committed, with a record of
 * what it was built from, so that a plugin whose sources did not change is skipped.
 *
 *     npm run build:plugins -- [--force] [name…]
 */
import { buildPlugins } from './build-plugins.ts';
import { pluginNames } from './compile-plugin.ts';

const args = process.argv.slice(2);
const names = args.filter((arg) => !arg.startsWith('--'));
await buildPlugins(names.length > 0 ? names : pluginNames(), args.includes('--force'));
