import { extname } from 'node:path';
import { isDeviceName } from '../../shared/device-name.ts';
import { PACKAGE_EXTENSION } from '../../shared/plugin/packing.ts';

/** What a plugin's name keeps of a file's or a folder's. It may be nothing, or the name of a device. */
export function nameWithin(text: string): string {
	return text
		.toLowerCase()
		.replaceAll(/[^a-z0-9_-]+/g, '-')
		.replace(/^[^a-z0-9]+/, '')
		.slice(0, 64);
}

/** What an entry of the plugins folder is called when its manifest cannot tell. */
export function nameOfEntry(entry: string): string {
	const extension = extname(entry);
	const isFile = ['.wasm', PACKAGE_EXTENSION].includes(extension.toLowerCase());
	const name = nameWithin(isFile ? entry.slice(0, -extension.length) : entry);
	if (name === '') return 'unnamed';
	return isDeviceName(name) ? `${name}-plugin` : name;
}
