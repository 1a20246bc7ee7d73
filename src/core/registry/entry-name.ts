import { extname } from 'node:path';
import { isDeviceName } from '../../shared/device-name.ts';

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
	const name = nameWithin(extname(entry).toLowerCase() === '.wasm' ? entry.slice(0, -'.wasm'.length) : entry);
	if (name === '') return 'unnamed';
	return isDeviceName(name) ? `${name}-plugin` : name;
}
