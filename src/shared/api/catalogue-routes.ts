/** Routes on what a source of packages offers: its index, searching it, and updates of what is installed. */
import { z } from 'zod';
import type { WireError } from '../errors/errors.ts';
import { type ComponentType, componentTypes } from '../plugin/component-type.ts';
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
	/** Version of the plugin interface that it is made for; null: it says none. */
	readonly abiVersion: number | null;
	/** Versions of the program that it is made for; null: it says none. */
	readonly host: string | null;
}

/**
 * `available`: a newer version can be installed. `blocked`: none of the newer ones is for this program. `current`: there
 * is no newer one. `unknown`: the source has no such plugin, or its versions cannot be compared.
 */
type UpdateState = 'available' | 'blocked' | 'current' | 'unknown';

/** Why an update is not made without a person who looked at it. */
export type ReviewCause = 'asks' | 'signer' | 'major' | 'type' | 'state' | 'older';

export interface PluginUpdate {
	readonly name: string;
	/** What is installed. */
	readonly from: string | null;
	/** What the version in use says of itself; null: there is none. */
	readonly before: Pick<OfferedVersion, 'type' | 'abiVersion' | 'host'> | null;
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
	/** Which one that is. */
	readonly blockedVersion: string | null;
	/** Fingerprint of the key that the plugin is pinned to; null: it was not signed. */
	readonly pinned: string | null;
	/** Empty: it asks for nothing new and is signed as before, so that it can be made with all others. */
	readonly review: readonly ReviewCause[];
	/** A person wants it to stay at its version: it is not updated until they say otherwise. */
	readonly held: boolean;
	/** Newer versions that a person does not want to be offered. */
	readonly skipped: readonly string[];
}

export interface UpdatesAnswer {
	/** Where it was looked: an address, or an absolute path. */
	readonly source: string;
	readonly updates: readonly PluginUpdate[];
}

export interface FoundPlugin {
	readonly name: string;
	readonly id: string | null;
	/** That is for this program; where none is, the newest. */
	readonly newest: OfferedVersion;
	/** Why that one is not for this program; null: it is. */
	readonly blocked: WireError | null;
	/** How many there are. */
	readonly versions: number;
	/** What the newest one asks for, riskiest first. */
	readonly asks: readonly Ask[];
	/** Its version, where it is installed; null: it is not, or says none. */
	readonly installed: string | null;
	/** What it is called here; null: it is not installed. */
	readonly installedAs: string | null;
}

/** Every version that a source has of a plugin, newest first; at most 200. */
export interface VersionsAnswer {
	readonly name: string;
	readonly versions: readonly (OfferedVersion & {
		/** Why it is not for this program; null: it is. */
		readonly blocked: WireError | null;
	})[];
}

/** The source of the settings, and when it was last read. */
export interface SourceAnswer {
	/** Folder, file or address; null: a person has not said where updates come from. */
	readonly source: string | null;
	/** Unix ms; null: not since the program began, or since another source was set. */
	readonly readAt: number | null;
	/** How many plugins it has, and versions of all of them. */
	readonly plugins: number;
	readonly versions: number;
	/** Packages of a folder that are left out, and why; at most 100. */
	readonly skipped: IndexAnswer['skipped'];
	/** How many are left out. */
	readonly leftOut: number;
}

export interface FetchAnswer {
	/** Where the package lies until others were fetched or the program ends, absolute. */
	readonly path: string;
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
/**
 * True: from what `catalogue.read` read last, so that nothing is asked. Rejects with `not_found` where that source was not
 * read since the program began.
 */
const kept = z.boolean().default(false);
const version = z.string().min(1).max(100);

export const catalogueRoutes = {
	/** Writes the index of the packages in a folder, `index.json` in it unless `to` says otherwise. */
	'catalogue.index': defineRoute<IndexAnswer>()(
		'write',
		z.strictObject({
			path,
			to: path.optional(),
			/** The day that versions came out which neither say it nor are dated in the file that is there, in UTC. */
			published: z.iso.date().optional(),
		}),
	),
	/** What is known of the source of the settings; nothing is asked. */
	'catalogue.source': defineRoute<SourceAnswer>()('read', z.strictObject({})),
	/** Reads a source anew and keeps what it says, for what is asked of it with `kept`. */
	'catalogue.read': defineRoute<SourceAnswer>()('write', z.strictObject({ source })),
	/** By name, id, description, type and what it asks for; at most 200, by name. */
	'catalogue.search': defineRoute<readonly FoundPlugin[]>()(
		'read',
		z.strictObject({ source, kept, text: z.string().max(1_000), type: z.enum(componentTypes).optional() }),
	),
	'catalogue.versions': defineRoute<VersionsAnswer>()('read', z.strictObject({ source, kept, name })),
	/** Brings a package here, checked against what the source says of it, to be looked into; nothing is installed. */
	'catalogue.fetch': defineRoute<FetchAnswer>()('write', z.strictObject({ source, kept, name, version, sha256 })),
	/** By name. */
	'updates.list': defineRoute<UpdatesAnswer>()('read', z.strictObject({ source, kept })),
	/** One plugin, and one version of it whether newer or older; without it, the one that `updates.list` offers. */
	'updates.find': defineRoute<PluginUpdate>()(
		'read',
		z.strictObject({ source, kept, name, version: version.optional() }),
	),
	/** Fetches a package, checks it against what the source says of it, and installs it in the place of the plugin. */
	'updates.apply': defineRoute<PluginRecord>()(
		'write',
		z.strictObject({
			source,
			kept,
			name,
			version: version.optional(),
			/** `sha256` of the version that a person looked at. Absent: only what needs no review is installed. */
			reviewed: sha256.optional(),
			/** Absent: what it has stays as it is. */
			grant: securityPolicySchema.optional(),
			author,
			note,
		}),
	),
	/** Whether a plugin stays at its version: updates of it are shown and not made. */
	'updates.hold': defineRoute<PluginRecord>()('write', z.strictObject({ name, held: z.boolean() })),
	/** Whether a version is not offered any more; later ones are. */
	'updates.skip': defineRoute<PluginRecord>()('write', z.strictObject({ name, version, skipped: z.boolean() })),
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
