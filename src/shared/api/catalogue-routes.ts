/** Routes on what a source of packages offers: its index, searching it, and updates of what is installed. */
import { z } from 'zod';
import type { WireError } from '../errors/errors.ts';
import type { ComponentType } from '../plugin/component-type.ts';
import type { PluginRecord } from '../plugin/plugin-record.ts';
import type { Ask } from '../policy/ask.ts';
import { type SecurityPolicy, securityPolicySchema } from '../policy/security-policy.ts';
import { defineRoute } from './define-route.ts';
import { author, name, note, path, sha256 } from './fields.ts';

/** One version of a plugin, as a source offers it. */
export interface OfferedVersion {
	readonly version: string;
	/** Of the package, hex. */
	readonly sha256: string;
	/** Of the package, bytes. */
	readonly size: number;
	/** Unix ms; null: nobody says. */
	readonly publishedAt: number | null;
	/** What its author says of it. */
	readonly notes: string | null;
	readonly type: ComponentType;
	readonly description: string | null;
	/** Fingerprint; null: it is not signed. */
	readonly signer: string | null;
	readonly asks: SecurityPolicy;
}

/**
 * `available`: a newer version can be installed. `blocked`: none of the newer ones is for this program. `current`: there
 * is no newer one. `unknown`: the source has no such plugin, or its versions cannot be compared.
 */
type UpdateState = 'available' | 'blocked' | 'current' | 'unknown';

/** Why an update is not made without a person who looked at it. */
export type ReviewCause = 'asks' | 'signer' | 'major' | 'state' | 'older';

export interface PluginUpdate {
	readonly name: string;
	/** What is installed. */
	readonly from: string | null;
	readonly state: UpdateState;
	/** Newest that is for this program, else the newest; null: nothing newer. */
	readonly to: OfferedVersion | null;
	/** Each version after what is installed, newest first; at most 50. */
	readonly between: readonly Pick<OfferedVersion, 'version' | 'notes' | 'publishedAt'>[];
	/** Asked for, not granted. */
	readonly added: readonly Ask[];
	/** Granted, no longer asked for. */
	readonly dropped: readonly Ask[];
	/** Why the newest version is not for this program. */
	readonly blocked: WireError | null;
	/** Fingerprint of the key that the plugin is pinned to; null: it was not signed. */
	readonly pinned: string | null;
	/** Empty: it asks for nothing new and is signed as before, so that it can be made with all others. */
	readonly review: readonly ReviewCause[];
}

export interface UpdatesAnswer {
	/** Where it was looked: an address, or an absolute path. */
	readonly source: string;
	readonly updates: readonly PluginUpdate[];
}

export interface FoundPlugin {
	readonly name: string;
	readonly id: string | null;
	readonly newest: OfferedVersion;
	/** How many there are. */
	readonly versions: number;
	/** What the newest one asks for, riskiest first. */
	readonly asks: readonly Ask[];
	readonly installed: string | null;
}

export interface IndexAnswer {
	readonly path: string;
	readonly plugins: number;
	readonly versions: number;
	/** Packages that are not in it, and why. */
	readonly skipped: readonly { readonly file: string; readonly why: WireError }[];
}

export interface LockAnswer {
	readonly path: string;
	/** How many are in it. */
	readonly plugins: number;
	/** Names of those that are not: they say no version, are not ready, or their files cannot be read. */
	readonly skipped: readonly string[];
}

/** What a lock would install. */
export interface LockCheck {
	readonly source: string;
	/** Tells the lock from any other, hex. */
	readonly sha256: string;
	readonly plugins: readonly {
		readonly name: string;
		readonly version: string;
		/** Fingerprint; null: it is not signed. */
		readonly signer: string | null;
		/** What it would be granted, riskiest first. */
		readonly grants: readonly Ask[];
		/** The version that it would take the place of; null: none. */
		readonly installed: string | null;
	}[];
}

/** A folder of packages, an index file, or the address of one. Absent: the setting `update_source`. */
const source = path.optional();

export const catalogueRoutes = {
	/** Writes the index of the packages in a folder, `index.json` in it unless `to` says otherwise. */
	'catalogue.index': defineRoute<IndexAnswer>()('write', z.strictObject({ path, to: path.optional() })),
	/** By name, id, description, type and what it asks for; at most 200, by name. */
	'catalogue.search': defineRoute<readonly FoundPlugin[]>()(
		'read',
		z.strictObject({ source, text: z.string().max(1_000) }),
	),
	/** By name. */
	'updates.list': defineRoute<UpdatesAnswer>()('read', z.strictObject({ source })),
	/** One plugin, and one version of it whether newer or older; without it, the one that `updates.list` offers. */
	'updates.find': defineRoute<PluginUpdate>()(
		'read',
		z.strictObject({ source, name, version: z.string().min(1).max(100).optional() }),
	),
	/** Fetches a package, checks it against what the source says of it, and installs it in the place of the plugin. */
	'updates.apply': defineRoute<PluginRecord>()(
		'write',
		z.strictObject({
			source,
			name,
			version: z.string().min(1).max(100).optional(),
			/** `sha256` of the version that a person looked at. Absent: only what needs no review is installed. */
			reviewed: sha256.optional(),
			/** Absent: what it has stays as it is. */
			grant: securityPolicySchema.optional(),
			author,
			note,
		}),
	),
	/** Writes which plugins are installed, to the byte, and what they may do, in the place of the file that is there. */
	'lock.write': defineRoute<LockAnswer>()('write', z.strictObject({ path })),
	/** Whether a source has all that a lock names, and what that would be granted. Nothing is fetched but the index. */
	'lock.check': defineRoute<LockCheck>()('read', z.strictObject({ source, path })),
	/** Installs all of it with its grants; `reviewed`: `sha256` of `lock.check`. */
	'lock.apply': defineRoute<readonly PluginRecord[]>()(
		'write',
		z.strictObject({ source, path, reviewed: sha256, author }),
	),
} as const;
