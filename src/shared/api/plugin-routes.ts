/** Routes on plugins: what is installed, installing, calling one function. */

import { z } from 'zod';
import type { ConfigProblem } from '../config/config-problem.ts';
import type { JsonValue, WireError } from '../errors/errors.ts';
import type { Remark } from '../errors/remark.ts';
import { inputPrivacies } from '../plugin/input-privacy.ts';
import type { Manifest } from '../plugin/manifest.ts';
import type { Packing } from '../plugin/packing.ts';
import type { ModuleAnalysis, PluginRecord } from '../plugin/plugin-record.ts';
import type { PreloadAnswer } from '../plugin/preload.ts';
import type { Provenance, TwinSigner } from '../plugin/provenance.ts';
import { roleSchema } from '../plugin/role.ts';
import { type KnownVersion, sinceWhen } from '../plugin/version-use.ts';
import type { Ask, PowerMismatch } from '../policy/ask.ts';
import { securityPolicySchema } from '../policy/security-policy.ts';
import { keepShape } from '../run/kept.ts';
import type { KeptOutput } from '../run/kept-output.ts';
import type { PluginActivity, RunSummary } from '../run/run.ts';
import { defineRoute } from './define-route.ts';
import { author, fingerprint, name, named, note, path, runId, sha256, trigger } from './fields.ts';
import { keyFile } from './key-routes.ts';

export interface InspectAnswer {
	readonly source: string;
	readonly manifest: Manifest;
	readonly analysis: ModuleAnalysis;
	readonly readme: string | null;
	readonly warnings: readonly Remark[];
	readonly provenance: Provenance;
	/** Module and manifest are those of a plugin that comes with the program. */
	readonly isBundled: boolean;
	readonly inferred: boolean;
	/** Nothing that it brings says what it does and how: a person may, at installation. */
	readonly roleIsOpen: boolean;
	/** Riskiest first. */
	readonly asks: readonly Ask[];
	readonly mismatches: readonly PowerMismatch[];
	/** SHA-256 of its manifest as it was read, hex: with that of the module, what a decision on it is about. */
	readonly manifestSha256: string;
	/** SHA-256 of all that would be installed, hex; null: it is too large to be, or its files cannot be used. */
	readonly filesSha256: string | null;
	/** Why it would not be installed; null: it would. */
	readonly refusal: WireError | null;
	readonly installed: PluginRecord | null;
	/** Its version comes before that of the installed one. */
	readonly isOlder: boolean;
	/** It is another major version than the installed one. */
	readonly isMajor: boolean;
	/** Another installed plugin with the very same module. */
	readonly duplicateOf: string | null;
	/** Another installed plugin that gives the same id, which is each manifest's own claim. */
	readonly knownAs: string | null;
	/** Whether that one's signer signed this as well; null: there is no such plugin. */
	readonly knownSigner: TwinSigner | null;
	readonly change: {
		readonly added: readonly Ask[];
		readonly kept: readonly Ask[];
		readonly dropped: readonly Ask[];
	} | null;
}

export interface TryAnswer {
	/** Why it could not be started or ended; null: it could. */
	readonly problem: WireError | null;
}

export interface ConfigAnswer {
	readonly problems: readonly ConfigProblem[];
	/** False: the plugin's schema asks for more work than is done for it, so that nothing was found out. */
	readonly complete: boolean;
}

export interface CallAnswer {
	readonly runId: string;
	/** The result: parsed JSON for `json` and `ndjson` plugins, otherwise base64 in `base64`. Absent: the function returned 0. */
	readonly value?: JsonValue;
	readonly base64?: string;
	/** Instead of both, where it is too much to be made values of: see `outputs.save` and `Core.openOutput`. */
	readonly kept?: KeptOutput;
	/** The raw `i32` the function returned, where it was not a pointer. */
	readonly status: number;
	readonly ms: number;
	readonly memoryBytes: number;
	readonly run: RunSummary;
}

export interface PackageAnswer {
	readonly readme: string | null;
	/** `text` null: not text, or larger than 256 KiB. */
	readonly samples: readonly { readonly name: string; readonly bytes: number; readonly text: string | null }[];
}

export interface UninstallAnswer {
	/** What it is called in the trash; null: it is gone for ever. */
	readonly trashId: string | null;
}

export const pluginRoutes = {
	'plugins.list': defineRoute<readonly PluginRecord[]>()('read', z.strictObject({})),
	'plugins.get': defineRoute<PluginRecord>()('read', named),
	'plugins.versions': defineRoute<readonly KnownVersion[]>()('read', named),
	/** What the module of one version imports and exports; without `sha256` of the version in use. */
	'plugins.analysis': defineRoute<ModuleAnalysis>()('read', z.strictObject({ name, sha256: sha256.optional() })),
	/** Those that are to be ready from the program's start, and how they are in this program. */
	'preload.list': defineRoute<PreloadAnswer>()('read', z.strictObject({})),
	/** A path, or the name of an installed plugin. */
	'plugins.inspect': defineRoute<InspectAnswer>()(
		'read',
		z.strictObject({ target: path, role: roleSchema.optional() }),
	),
	'plugins.install': defineRoute<PluginRecord>()(
		'write',
		z.strictObject({
			path,
			grant: securityPolicySchema.optional(),
			replace: z.boolean().default(false),
			/** Of the module that was looked at: where the file is another one by now, it is a `conflict`. */
			sha256: sha256.optional(),
			/** The same of all its files, as `plugins.inspect` answered. */
			filesSha256: sha256.nullable().optional(),
			/**
			 * Which key had signed what was looked at; null: none. Another one is a `conflict`. Absent: an update that is
			 * signed by another key than its plugin was waits for review.
			 */
			signer: fingerprint.nullable().optional(),
			/** What it does and how, where nothing that it brings says so. */
			role: roleSchema.optional(),
			author,
			note,
		}),
	),
	/**
	 * Packs a plugin's folder into one file; `to`: that file, or a folder that it is put in under its own name. `path`:
	 * the folder or, where none is there, the name of an installed plugin, of whose version in use the package that is kept
	 * is copied unless a key is to sign it.
	 */
	'plugins.pack': defineRoute<Packing>()(
		'write',
		z.strictObject({ path, to: path, replace: z.boolean().default(false), key: keyFile.optional() }),
	),
	'plugins.enable': defineRoute<PluginRecord>()('write', named),
	'plugins.disable': defineRoute<PluginRecord>()('write', named),
	/** Whether it is to be ready from the program's start. */
	'plugins.preload': defineRoute<PluginRecord>()('write', z.strictObject({ name, preload: z.boolean() })),
	/** Whether its input is sensitive, whatever its manifest says; null: as its manifest says. */
	'plugins.privacy': defineRoute<PluginRecord>()(
		'write',
		z.strictObject({ name, input: z.enum(inputPrivacies).nullable() }),
	),
	/** Starts it once, as it is configured, and ends it again. */
	'plugins.try': defineRoute<TryAnswer>()('write', named),
	'plugins.reload': defineRoute<PluginRecord>()('write', named),
	/** To the trash, from where it comes back as it was (`trash.restorePlugin`); its grant ends at once. */
	'plugins.uninstall': defineRoute<UninstallAnswer>()(
		'write',
		z.strictObject({
			name,
			/** What it wrote is kept for the very same module, also once it went from the trash. */
			keepData: z.boolean().default(false),
			/** Not to the trash. */
			forGood: z.boolean().default(false),
		}),
	),
	/** README and sample inputs beside an installed plugin's module. */
	'plugins.package': defineRoute<PackageAnswer>()('read', named),
	/**
	 * Back to an earlier version, by the SHA-256 of its module and, where several have it, of its manifest (absent: the one
	 * in use, else the one that was last); grant and state stay as they are now, or become what they were then.
	 */
	'plugins.rollback': defineRoute<PluginRecord>()(
		'write',
		z.strictObject({
			name,
			sha256,
			manifestSha256: sha256.optional(),
			grant: z.enum(sinceWhen).default('now'),
			state: z.enum(sinceWhen).default('now'),
			/** Version of the grant that was seen to be in force, 0: none; another one is a `conflict`. */
			expectedGrant: z.int().min(0).optional(),
			author,
			note,
		}),
	),
	/** What is wrong with a configuration that would override keys of the manifest's. */
	'plugins.checkConfig': defineRoute<ConfigAnswer>()(
		'read',
		z.strictObject({ name, config: z.record(z.string(), z.json()) }),
	),
	/** Calls one exported function once; a run of its own. */
	'plugins.call': defineRoute<CallAnswer>()(
		'write',
		z.strictObject({
			name,
			fn: z.string().min(1).max(1000),
			/** JSON text or NDJSON text; absent: no argument. */
			input: z.string().optional(),
			/** Instead of `input`, for `bytes` plugins. */
			inputBase64: z.string().optional(),
			/** Overrides keys of the manifest's configuration: the call then has an instance of its own. */
			config: z.record(z.string(), z.json()).optional(),
			timeoutMs: z.int().min(1).optional(),
			/** False: the answer carries no result, however large it is; the run keeps its beginning. */
			result: z.boolean().default(true),
			...keepShape,
			runId: runId.optional(),
			trigger: trigger.default('library'),
		}),
	),
	/** Writes an output that a call `kept` to a file, as it is. */
	'outputs.save': defineRoute<{ readonly path: string; readonly bytes: number }>()(
		'write',
		z.strictObject({ id: runId, path }),
	),
	/** Every plugin that has runs, and what it did since a moment (Unix ms), in equal parts of the time until now. */
	'plugins.activity': defineRoute<readonly PluginActivity[]>()(
		'read',
		z.strictObject({ since: z.number(), buckets: z.int().min(1).max(60).default(24) }),
	),
} as const;
