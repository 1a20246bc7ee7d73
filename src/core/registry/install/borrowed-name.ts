import { basename } from 'node:path';
import { noUpdateChoice, type PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { nameOfEntry } from '../entry-name.ts';
import type { RegistryContext } from '../registry-context.ts';

/** The longest name that the manifest's schema takes. */
const MAX_LENGTH = 64;

/** The wanted name or, where another folder has it, the first of `-dup`, `-dup-2`, … that nobody has. */
export function freeName(context: RegistryContext, wanted: string): string {
	let name = wanted;
	for (let count = 1; context.get(name) !== null; count++) {
		const suffix = count === 1 ? '-dup' : `-dup-${count}`;
		name = `${wanted.slice(0, MAX_LENGTH - suffix.length)}${suffix}`;
	}
	return name;
}

/** A folder that cannot be used, listed under a name that was made up because its own is another's. */
export function isBorrowed({ name, folder, state, current }: PluginRecord): boolean {
	return state === 'broken' && current === null && nameOfEntry(basename(folder)) !== name;
}

/** Lets a plugin that is really called so have the name: an unusable folder that borrowed it is listed under another. */
export function claimName(context: RegistryContext, claimed: string, folder: string): void {
	const record = context.get(claimed);
	if (record === null || record.folder === folder || !isBorrowed(record)) return;
	const name = freeName(context, nameOfEntry(basename(record.folder)));
	context.store.plugins.remove(record.name, 'another plugin has this name');
	context.emit({ kind: 'removed', plugin: record });
	// What was decided under the old name was decided for that name.
	const undecided = { grantVersion: 0, pinned: null, preload: false, inputPrivacy: null, updates: noUpdateChoice };
	context.put({ ...record, name, ...undecided }, 'broken');
}
