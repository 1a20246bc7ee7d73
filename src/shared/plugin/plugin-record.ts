import type { JsonValue, WireError } from '../errors/errors.ts';
import type { Remark } from '../errors/remark.ts';
import type { WasmSignature } from '../host/abi.ts';
import type { ComponentType, GuestAbi } from './component-type.ts';
import type { InputPrivacy } from './input-privacy.ts';
import type { Manifest } from './manifest.ts';
import type { ModuleAnatomy } from './module/module-anatomy.ts';
import type { Integrity } from './provenance.ts';

/** Changes whenever modules are looked at in another way, so that what was said before is said anew. */
export const LOOK_REVISION = 6;

/** What can be said of a module without running it. Cached by hash. */
export interface ModuleAnalysis extends ModuleReport {
	/** hex */
	readonly sha256: string;
	/** bytes */
	readonly size: number;
	/** `LOOK_REVISION` of the program that looked. */
	readonly revision: number;
	/** Content of the `dataflare` custom section where there is one and it is JSON of bounded size. */
	readonly embeddedManifest: JsonValue;
}

/** What looking at a module's bytes tells. */
export interface ModuleReport {
	/** null: no ABI that the product knows fits; `problems` says why. */
	readonly abi: GuestAbi | null;
	/** What the exports make it, by the functions of each component type; null: nothing. */
	readonly type: ComponentType | null;
	/** Each import once; at most 1,000, and none by a name of more than 100 letters. */
	readonly imports: readonly {
		readonly module: string;
		readonly name: string;
		readonly kind: WasmExternKind;
		readonly signature: WasmSignature | null;
	}[];
	/** What the plugin interface names comes first; at most 1,000, and none by a name of more than 100 letters. */
	readonly exports: readonly {
		readonly name: string;
		readonly kind: WasmExternKind;
		/** null: no function, or one of more parameters than are shown. */
		readonly signature: WasmSignature | null;
	}[];
	/** How many imports and exports there are beside those listed. */
	readonly unlisted: number;
	/** Declared or imported memory; null where there is none. bytes; `maximum` null: none declared. */
	readonly memory: {
		readonly minimumBytes: number;
		readonly maximumBytes: number | null;
		readonly imported: boolean;
	} | null;
	readonly hasStart: boolean;
	/** Where in the file the content of the `dataflare` custom section is; null: there is none of at most a manifest's size. bytes */
	readonly manifestAt: { readonly start: number; readonly length: number } | null;
	/** What it is made of and by what; null: it could not be read, or was looked at by an older version. */
	readonly anatomy: ModuleAnatomy | null;
	/** Every reason why it cannot be loaded; empty: it can. */
	readonly problems: readonly WireError[];
}

export type WasmExternKind = 'function' | 'table' | 'memory' | 'global' | 'tag';

export const pluginStates = ['waiting_for_review', 'ready', 'disabled', 'quarantined', 'broken', 'missing'] as const;
/**
 * `waiting_for_review`: appeared in the folder, and nobody decided yet, or changed its signer since; cannot run.
 * `broken`: its files cannot be used; `problem` says why. `missing`: its files are gone, its history stays.
 * `quarantined`: crashed too often; `problem` says how.
 */
export type PluginState = (typeof pluginStates)[number];

/** Which of a plugin's versions: a module with the manifest that it came with. */
export interface VersionKey {
	/** SHA-256 of the module, hex. */
	readonly sha256: string;
	/** SHA-256 of the manifest as the history has it, hex. */
	readonly manifestSha256: string;
}

export interface PluginVersion extends VersionKey {
	readonly plugin: string;
	/** What it calls itself, as the author wrote it (`versionLabelOf`). */
	readonly label: string | null;
	readonly manifest: Manifest;
	/** bytes */
	readonly size: number;
	readonly firstSeenAt: number;
	/** Fingerprint of the key whose signature covered it when it came; null: it was not signed. */
	readonly signer: string | null;
}

/** What a person said of a plugin's updates. */
export interface UpdateChoice {
	/** It stays at its version until they say otherwise. */
	readonly held: boolean;
	/** Versions that are not offered, as their authors wrote them. */
	readonly skipped: readonly string[];
}

/** Nothing. */
export const noUpdateChoice: UpdateChoice = { held: false, skipped: [] };

export interface PluginRecord {
	readonly name: string;
	readonly state: PluginState;
	/** Why it is broken, quarantined or missing. */
	readonly problem: WireError | null;
	/** The version in use; null where none was ever usable. */
	readonly current: PluginVersion | null;
	/** An update that did not start: the old version still runs. Hashes that are empty are not known. */
	readonly failedUpdate: (VersionKey & { readonly at: number; readonly error: WireError }) | null;
	/** 0: no grant yet, everything denied. */
	readonly grantVersion: number;
	/** Where its files are. */
	readonly folder: string;
	readonly installedAt: number;
	readonly changedAt: number;
	/** Whether the files in its folder are as they were packed. */
	readonly integrity: Integrity;
	/** Of modified files the first that is not as listed; else null. */
	readonly altered: string | null;
	/**
	 * Fingerprint of the key that signed what a person accepted: whatever is not signed by it waits for review. Null:
	 * nothing that was accepted was signed.
	 */
	readonly pinned: string | null;
	/** Whether a person wants it ready from the program's start. */
	readonly preload: boolean;
	/** What a person says of its input; null: as its manifest says (`takesSensitiveInput`). */
	readonly inputPrivacy: InputPrivacy | null;
	readonly updates: UpdateChoice;
	/** Things worth saying that stop nothing: unknown manifest keys with did-you-mean, unasked imports. */
	readonly warnings: readonly Remark[];
}

/** Whether the history is to keep nothing of what the plugin is given. */
export function takesSensitiveInput({
	inputPrivacy,
	current,
}: Pick<PluginRecord, 'inputPrivacy' | 'current'>): boolean {
	return (inputPrivacy ?? current?.manifest.privacy?.input) === 'sensitive';
}
