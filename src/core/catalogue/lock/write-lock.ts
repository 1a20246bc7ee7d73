import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { LockAnswer } from '../../../shared/api/catalogue-routes.ts';
import type { LockedPlugin } from '../../../shared/api/lock-file.ts';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { lockedDown } from '../../../shared/policy/security-policy.ts';
import { HeldFolder } from '../../registry/package/walk/held-folder.ts';
import { Listing } from '../../registry/package/walk/listing.ts';
import { listOf } from '../../registry/packing/write-package.ts';
import type { ApplyDeps } from '../apply-update.ts';
import { writeWhole } from '../write-whole.ts';
import { formatLock } from './lock-file.ts';

/**
 * Writes what is installed and what it may do, whole or not at all, in the place of what is there. A plugin that has no
 * version, or does not run here, is left out and named.
 */
export async function writeLock(deps: Pick<ApplyDeps, 'registry' | 'store'>, to: string): Promise<LockAnswer> {
	const path = resolve(to);
	const plugins: LockedPlugin[] = [];
	const skipped: string[] = [];
	for (const record of deps.registry.list().toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
		const locked = await lockedAs(deps, record);
		if (locked === null) skipped.push(record.name);
		else plugins.push(locked);
	}
	await writeWhole(path, formatLock({ plugins }));
	return { path, plugins: plugins.length, skipped };
}

/** Null: no package can be this plugin. */
async function lockedAs({ store }: Pick<ApplyDeps, 'store'>, record: PluginRecord): Promise<LockedPlugin | null> {
	const { name, current, folder, state } = record;
	if (current === null || current.label === null || current.label === '' || state !== 'ready') return null;
	const files = await listHashOf(folder).catch(() => null);
	if (files === null) return null;
	const { id } = current.manifest;
	return {
		name,
		...(id === undefined ? {} : { id }),
		version: current.label,
		module: current.sha256,
		files,
		...(current.signer === null ? {} : { signer: current.signer }),
		grant: store.grants.inForce(name)?.policy ?? lockedDown,
	};
}

/** Of the list of hashes that the folder would be packed with. */
async function listHashOf(folder: string): Promise<string> {
	const held = await HeldFolder.open(folder);
	try {
		const listing = new Listing(folder, null);
		await listing.take(held);
		return createHash('sha256').update(listOf(listing.files)).digest('hex');
	} finally {
		await held.close();
	}
}
