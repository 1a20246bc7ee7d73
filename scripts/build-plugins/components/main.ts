/**
 * Builds the components of `examples/components/`, each into its folder.
 *
 *     npm run build:components -- [folder…]
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { components, componentsFolder } from './make-component.ts';

const wanted = process.argv.slice(2);
for (const [folder, { file, make }] of Object.entries(components)) {
	if (wanted.length > 0 && !wanted.includes(folder)) continue;
	const component = await make();
	writeFileSync(join(componentsFolder, folder, file), component);
	console.log(`${folder}: ${component.length.toLocaleString('en')} bytes`);
}
