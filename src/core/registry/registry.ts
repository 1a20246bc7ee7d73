import type { FolderState, PluginChange } from '../../shared/api/events.ts';
import type { InspectAnswer } from '../../shared/api/plugin-routes.ts';
import type { ErrorDetails, WireError } from '../../shared/errors/errors.ts';
import type { Remark } from '../../shared/errors/remark.ts';
import type { InputPrivacy } from '../../shared/plugin/input-privacy.ts';
import type { Manifest } from '../../shared/plugin/manifest.ts';
import type { Packing } from '../../shared/plugin/packing.ts';
import type {
	ModuleAnalysis,
	ModuleReport,
	PluginRecord,
	UpdateChoice,
	VersionKey,
} from '../../shared/plugin/plugin-record.ts';
import type { Provenance } from '../../shared/plugin/provenance.ts';
import type { Role } from '../../shared/plugin/role.ts';
import type { KnownVersion, SinceWhen } from '../../shared/plugin/version-use.ts';
import type { Grant, GrantOrigin, SecurityPolicy } from '../../shared/policy/security-policy.ts';
import type { Packed } from './archive/packed-files.ts';
import type { SampleFile } from './package/package-files.ts';
import type { KeyFile } from './signing/private-key.ts';

/** What a file or a folder holds, before anything is copied. */
export interface PluginPackage {
	/** Absolute path of the folder with `plugin.json`, of a configuration file that names its module, or of a lone module. */
	readonly source: string;
	/** Absolute path of the module. What lies beside it belongs to it where it is below `source`. */
	readonly modulePath: string;
	readonly manifest: Manifest;
	/** `plugin.json` as it was read; null where it was inferred. */
	readonly manifestBytes: Uint8Array | null;
	readonly analysis: ModuleAnalysis;
	/** Empty where it is known already that the module cannot be used. */
	readonly module: Uint8Array;
	/** README.md beside the manifest, at most 256 KiB. */
	readonly readme: string | null;
	readonly warnings: readonly Remark[];
	readonly provenance: Provenance;
	/** True where the name, type or ABI was inferred because there is no manifest. */
	readonly inferred: boolean;
	/** True where nothing that it brings says what it does and how: a person may. */
	readonly roleIsOpen: boolean;
	/** Where it is packed into one file: which. What it holds beside manifest and module is unpacked when it is installed. */
	readonly packed?: Packed | undefined;
}

/** What is known of a package, without the bytes of its files. */
export type PackageFacts = Omit<PluginPackage, 'module' | 'manifestBytes' | 'packed'>;

/** What a package is, would ask for and would change. */
export interface Inspection extends Omit<InspectAnswer, keyof PackageFacts | 'isBundled'> {
	readonly package: PackageFacts;
}

export interface InstallOptions {
	/** What the person decided. Absent: everything denied but the limits that were asked for. */
	readonly grant?: SecurityPolicy | undefined;
	readonly author: string;
	readonly note?: string | undefined;
	/** SHA-256 of the module that the person looked at, hex; another one is a `conflict`. */
	readonly sha256?: string | undefined;
	/** The same of all its files (`Inspection.filesSha256`). Absent: they are not compared. */
	readonly filesSha256?: string | null | undefined;
	/**
	 * Fingerprint of the key that signed what the person looked at; null: it was not signed. Another one is a `conflict`.
	 * Absent: what is signed by another key than its plugin was so far waits for review.
	 */
	readonly signer?: string | null | undefined;
	/** Without it, a plugin of the same name from elsewhere is a `conflict`. */
	readonly replace?: boolean | undefined;
	/** What it does and how, where nothing that it brings says so. Absent: as its plugin does so far, or what is inferred. */
	readonly role?: Role | undefined;
}

export interface RollBackOptions {
	/** Which grant is in force then; `then` is the one that was when that version was last in use. */
	readonly grant: SinceWhen;
	/** What it keeps then. */
	readonly state: SinceWhen;
	/** Version of the grant that the person saw to be in force, 0: none; another one is a `conflict`. */
	readonly expectedGrant?: number | undefined;
	/** Of the grant. */
	readonly author: string;
	readonly note?: string | undefined;
}

export interface UninstallOptions {
	/** What it wrote is kept for the very same module, also once it went from the trash. Default: false. */
	readonly keepData?: boolean | undefined;
	/** Not to the trash. Default: false. */
	readonly forGood?: boolean | undefined;
}

/** Where a package is written. */
export interface PackTarget {
	/** That file, or a folder for it. */
	readonly to: string;
	/** A file of that name is replaced; else it is a `conflict`. */
	readonly replace: boolean;
}

/** What is decided on one plugin. */
export interface Decision {
	readonly name: string;
	readonly policy: SecurityPolicy;
	readonly author: string;
	readonly note: string;
	/** Another version that is in force by then is a `conflict`; 0: none. */
	readonly expectedVersion?: number | undefined;
	readonly origin?: GrantOrigin | undefined;
	/**
	 * Fingerprint of the key that signed what the person looked at; null: it was not signed. One that waits because its
	 * signer changed is accepted with it alone.
	 */
	readonly signer?: string | null | undefined;
	/** The version that the person looked at; a `conflict` where one that waits holds another by now. Absent: not compared. */
	readonly seen?: NamedVersion | undefined;
}

export type RegistryEvent =
	| PluginChange
	/** What uninstalled plugins there are changed. */
	| { readonly kind: 'trash' }
	| { readonly kind: 'removed'; readonly plugin: PluginRecord }
	| { readonly kind: 'folder'; readonly state: FolderState; readonly message: string };

/** A version by its module; without a manifest, the one in use, else the one that was in use last with that module. */
export type NamedVersion = Pick<VersionKey, 'sha256'> & { readonly manifestSha256?: string | undefined };

/**
 * Which plugins there are. Owns the plugins folder and the plugin rows of the store; never runs anything itself:
 * when a new version is ready it asks `prepareUpdate`, which the composition wires to the runtime.
 */
export interface Registry {
	/** Reads the folder once, then watches it. Resolves after the first complete reading. */
	start(options?: { readonly watch?: boolean }): Promise<void>;
	list(): readonly PluginRecord[];
	get(name: string): PluginRecord | null;
	/** `not_found` with did-you-mean. */
	require(name: string): PluginRecord;
	/** `path` of a file or folder; as it would be with this role. Nothing is copied or run. */
	inspect(path: string, role?: Role): Promise<Inspection>;
	/** An installed plugin: its files, or where they cannot be used, the version in force with a warning that says why. */
	inspectInstalled(name: string): Promise<Inspection>;
	/** All or nothing: copied beside, checked, then renamed into place. */
	install(path: string, options: InstallOptions): Promise<PluginRecord>;
	/** Packs the folder of a plugin into one file, whole or not at all; signed where there is a key. */
	pack(path: string, target: PackTarget, key?: KeyFile): Promise<Packing>;
	/** Copies the package that is kept of an installed plugin's version in use. Rejects with `not_found` where none is. */
	packKept(name: string, target: PackTarget): Promise<Packing>;
	enable(name: string): Promise<PluginRecord>;
	disable(name: string): Promise<PluginRecord>;
	/** Reads the plugin's files again and swaps if they changed; also the way out of quarantine. */
	reload(name: string): Promise<PluginRecord>;
	/** Whether it is to be ready from the program's start. Ends with the plugin, stays across its versions. */
	setPreload(name: string, on: boolean): Promise<PluginRecord>;
	/** Whether its input is sensitive; null: as its manifest says. Ends and stays as the mark above does. */
	setInputPrivacy(name: string, privacy: InputPrivacy | null): Promise<PluginRecord>;
	/** `change`: makes what a person says of its updates of what they said before; it may throw. */
	setUpdateChoice(name: string, change: (before: PluginRecord) => UpdateChoice): Promise<PluginRecord>;
	/**
	 * Ends the grant as well: a plugin that comes under this name later begins with none. Resolves to what it is called in
	 * the trash; null: it is gone for ever.
	 */
	uninstall(name: string, options?: UninstallOptions): Promise<string | null>;
	/** Brings a plugin back from the trash as it was. Rejects with `conflict` or `not_found`, and the trash is whole. */
	restore(id: string): Promise<PluginRecord>;
	/** For ever: those that are named, or (null) all; answers how many there were. */
	emptyTrash(ids: readonly string[] | null): Promise<number>;
	/** What went before a moment, Unix ms. */
	emptyTrashOlder(before: number, signal?: AbortSignal): Promise<number>;
	/** Changes nothing where the plugin is not ready. */
	quarantine(name: string, reason: string, why?: ErrorDetails): PluginRecord;
	/** Decides a grant: reviews a waiting plugin, narrows or widens an installed one. */
	decide(decision: Decision): Promise<Grant>;
	/** The same on several plugins at once: all, or none where one cannot be; the error says which in `details.plugin`. */
	decideMany(decisions: readonly Omit<Decision, 'signer'>[]): Promise<readonly Grant[]>;
	/** Why a plugin that waits for its review could not even start under a policy; null: nothing speaks against it. */
	shortage(name: string, policy: SecurityPolicy): WireError | null;
	/** Newest first. */
	versions(name: string): readonly KnownVersion[];
	/**
	 * Puts an earlier version's files back into the plugins folder and swaps to it, as an update would: what does not start
	 * changes nothing. By its module alone it is the one in use, else the one that was in use last. Rejects with
	 * `not_found` for an unknown hash, and for a grant or a state that was not kept.
	 */
	rollback(name: string, version: NamedVersion, options: RollBackOptions): Promise<PluginRecord>;
	/** What a version's module holds, by default the one in use. Rejects with `not_found` where there is none. */
	analysis(name: string, sha256?: string): Promise<ModuleAnalysis>;
	/**
	 * Where the package of a version lies, absolute; by its module alone, of the one in use, else of the one that was in use
	 * last. Rejects with `not_found` where the plugin had none, or it is not kept whole.
	 */
	packageOf(name: string, version: NamedVersion): Promise<string>;
	/** README and sample inputs that lie beside the plugin's module. */
	packageFiles(name: string): Promise<{ readonly readme: string | null; readonly samples: readonly SampleFile[] }>;
	/** Absolute path of the watched folder. */
	pluginsDir(): string;
	/** Watches another folder from now on; `moves`: takes the plugins along. Rejects with everything as it was. */
	relocate(path: string, options: { readonly moves: boolean }): Promise<void>;
	/**
	 * The module of the version in use and its manifest, verified against the recorded hash. `record`: as it was read just
	 * now, else it is read.
	 */
	load(
		name: string,
		record?: PluginRecord,
	): Promise<{ readonly record: PluginRecord; readonly manifest: Manifest; readonly module: Uint8Array }>;
	/** For another engine of this program, in which a plugin is tried: what this one knows of modules is known there as well. */
	readonly looks: Looks;
	/** Absolute path of the plugin's data folder, created on first use; apart from its code. */
	dataFolder(name: string): string;
	onEvent(listener: (event: RegistryEvent) => void): () => void;
	close(): Promise<void>;
}

/** How modules are read, and components made ready. */
export interface Looks {
	/** Looks at a module in a process of its own. Rejects with `runtime` or `cancelled` where that tells nothing of the module. */
	readonly look: (module: Uint8Array) => Promise<ModuleReport>;
	/** Makes the bundle that runs a component, in a process of its own. Rejects with `plugin_load` where the component is at fault, else as `look` does. */
	readonly transpile: (component: Uint8Array) => Promise<Uint8Array>;
}

/** What the composition supplies: how modules are looked at, and how an update is tried before it is believed. */
export interface RegistryPorts extends Looks {
	/** Resolves once calls go to the new version; rejects when it does not start (the old one then stays). */
	readonly prepareUpdate: (
		name: string,
		next: { readonly manifest: Manifest; readonly module: Uint8Array; readonly sha256: string },
	) => Promise<void>;
	/** The plugin is about to be disabled, removed or quarantined: end what runs it. */
	readonly release: (name: string) => Promise<void>;
}
