import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** What the lock file says of one installed package. */
export interface LockedPackage {
	readonly version: string;
	readonly license?: string;
	readonly dev?: boolean;
	readonly hasInstallScript?: boolean;
	readonly resolved?: string;
	readonly integrity?: string;
	readonly inBundle?: boolean;
	readonly dependencies?: Readonly<Record<string, string>>;
}

/** By place: `node_modules/a/node_modules/b`. The root itself is left out. */
export function lockedPackages(): ReadonlyMap<string, LockedPackage> {
	const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
		readonly packages: Readonly<Record<string, LockedPackage>>;
	};
	return new Map(Object.entries(packages).filter(([place]) => place !== ''));
}

/** `node_modules/a/node_modules/@s/b` → `@s/b` */
export function nameAt(place: string): string {
	return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
