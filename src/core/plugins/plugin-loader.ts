import { isAbsolute } from 'node:path';
import { DataFlareError, type JsonValue } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { GuestAbi } from '../../shared/plugin/component-type.ts';
import type { Manifest } from '../../shared/plugin/manifest.ts';
import type { PluginRecord } from '../../shared/plugin/plugin-record.ts';
import { hasOtherSigner } from '../../shared/plugin/provenance.ts';
import type { ManifestLimits } from '../policy/effective-policy.ts';
import { ceilingsOf } from '../program/settings.ts';
import type { Registry } from '../registry/registry.ts';
import { signerChanged, unsignedRefusal } from '../registry/signing/require-signer.ts';
import type { GuestSpec } from '../runtime/runtime.ts';
import type { Store } from '../store/store.ts';
import { guestSpec, kindOf, requireAbi } from './guest-spec.ts';

export interface RunnablePlugin {
	readonly record: PluginRecord;
	readonly manifest: Manifest;
	readonly abi: GuestAbi;
	readonly module: Uint8Array;
	/** hex */
	readonly sha256: string;
	/** 0: none, everything denied. */
	readonly grantVersion: number;
}

/** Manifests as texts: each call compares them, and the records hand out the same one as long as it is the same. */
const texts = new WeakMap<Manifest, string>();

/** Two versions with the same key are interchangeable: the same module with the same manifest. */
export function versionKey({ sha256, manifest }: { readonly sha256: string; readonly manifest: Manifest }): string {
	const text = texts.get(manifest) ?? JSON.stringify(manifest);
	texts.set(manifest, text);
	return `${sha256}:${text}`;
}

export interface SpecOverrides {
	readonly config?: Readonly<Record<string, JsonValue>> | undefined;
	/** Narrow what is in force for one run. */
	readonly limits?: ManifestLimits | undefined;
	/** Paths that a person granted for one run by choosing a file. */
	readonly extraPaths?: readonly string[] | undefined;
}

/** Turns the name of an installed plugin into something that can be run, or says why it cannot. */
export class PluginLoader {
	readonly #registry: Registry;
	readonly #store: Store;
	readonly #env: Readonly<Record<string, string | undefined>>;

	constructor(registry: Registry, store: Store, env: Readonly<Record<string, string | undefined>>) {
		this.#registry = registry;
		this.#store = store;
		this.#env = env;
	}

	/** Rejects with a reason a person can act on when the plugin is not ready to run. */
	async load(name: string): Promise<RunnablePlugin> {
		const record = this.#registry.require(name);
		const refusal = refusalOf(record);
		if (refusal !== null) throw refusal;
		const unsigned = unsignedRefusal(this.#store, name, record.current?.signer ?? null);
		if (unsigned !== null) throw unsigned;
		const { manifest, module } = await this.#registry.load(name, record);
		const sha256 = record.current?.sha256 ?? '';
		const abi = requireAbi(kindOf(manifest, this.#store.analyses.get(sha256)?.abi ?? null), name);
		return { record, manifest, abi, module, sha256, grantVersion: this.#store.grants.inForce(name)?.version ?? 0 };
	}

	/** Key of the version that the records name now, whoever wrote them; null: none. */
	recordedVersion(name: string): string | null {
		const current = this.#registry.get(name)?.current ?? null;
		return current === null ? null : versionKey(current);
	}

	/** SHA-256 of the module that a plugin has now, hex; null: there is no such plugin, or none that was ever usable. */
	moduleOf(name: string): string | null {
		return this.#registry.get(name)?.current?.sha256 ?? null;
	}

	/** The first plugin that has this module (SHA-256, hex); null: none. */
	pluginWith(sha256: string): string | null {
		return this.#registry.list().find(({ current }) => current?.sha256 === sha256)?.name ?? null;
	}

	spec(plugin: RunnablePlugin, overrides: SpecOverrides = {}): GuestSpec {
		return this.versionSpec(plugin.manifest.name, plugin, overrides);
	}

	/** Also for a version that is not in use yet: an update that is tried. */
	versionSpec(
		name: string,
		version: {
			readonly manifest: Manifest;
			readonly module: Uint8Array;
			readonly sha256: string;
			readonly abi?: GuestAbi | null;
		},
		overrides: SpecOverrides = {},
	): GuestSpec {
		const found = version.abi ?? this.#store.analyses.get(version.sha256)?.abi ?? null;
		const abi = requireAbi(version.abi ?? kindOf(version.manifest, found), name);
		for (const path of overrides.extraPaths ?? []) {
			if (!isAbsolute(path)) throw new Error(`extra path is not absolute: ${path}`);
		}
		return guestSpec(
			{ ...version, abi },
			{
				config: overrides.config,
				limits: overrides.limits,
				extraPaths: overrides.extraPaths,
				grant: () => this.#store.grants.inForce(name)?.policy ?? null,
				ceilings: () => ceilingsOf(this.#store.settings),
				dataFolder: this.#registry.dataFolder(name),
				env: this.#env,
			},
		);
	}
}

/** Why a plugin in this state cannot run; null: it can. */
export function refusalOf(record: PluginRecord): DataFlareError | null {
	const { name, state, problem } = record;
	switch (state) {
		case 'ready':
			return null;
		case 'waiting_for_review':
			if (hasOtherSigner(record)) return signerChanged(name);
			return new DataFlareError('permission_denied', `${name} is waiting for your review and cannot run yet.`, {
				hint: 'See what it asks for, then decide its policy.',
				details: { ...because('waiting_for_review', { plugin: name }), plugin: name, state },
			});
		case 'disabled':
			return new DataFlareError('conflict', `${name} is disabled.`, {
				hint: 'Enable it.',
				details: { ...because('disabled', { plugin: name }), plugin: name, state },
			});
		case 'quarantined':
			return new DataFlareError('conflict', `${name} is quarantined: ${problem?.message ?? 'it crashed too often'}`, {
				hint: 'Reload it to try again, or install a working version.',
				details: { ...because('quarantined', { plugin: name }), plugin: name, state },
			});
		case 'broken':
		case 'missing':
			return new DataFlareError(problem?.code ?? 'plugin_load', `${name} cannot be run: ${problem?.message ?? state}`, {
				hint: problem?.hint,
				details: { ...problem?.details, plugin: name, state },
			});
	}
}
