import type { JsonValue } from '../../shared/errors/errors.ts';
import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import type { GuestAbi } from '../../shared/plugin/component-type.ts';
import { type Manifest, takesBatches } from '../../shared/plugin/manifest.ts';
import { traitsOf } from '../../shared/plugin/module/guest-abi.ts';
import { entriesInForce } from '../../shared/policy/powers.ts';
import { lockedDown, type SecurityPolicy } from '../../shared/policy/security-policy.ts';
import { effectivePolicy, type ManifestLimits, type PolicyCeilings } from '../policy/effective-policy.ts';
import { startTerms } from '../policy/start-terms.ts';
import type { GuestSpec } from '../runtime/runtime.ts';

export interface GuestVersion {
	readonly manifest: Manifest;
	readonly module: Uint8Array;
	/** hex */
	readonly sha256: string;
	readonly abi: GuestAbi;
}

export interface GuestSpecOptions {
	/** Overrides keys of the manifest's configuration. */
	readonly config?: Readonly<Record<string, JsonValue>> | undefined;
	/** The grant in force; null: none, everything denied. */
	readonly grant: () => SecurityPolicy | null;
	/** The person's own bounds for every plugin, read anew like the grant. */
	readonly ceilings: () => PolicyCeilings;
	/** Narrow the limits in force further, e.g. those of a chain's component. */
	readonly limits?: ManifestLimits | undefined;
	readonly dataFolder: string;
	readonly extraPaths?: readonly string[] | undefined;
	/** The engine's own environment, from which granted names are handed on. */
	readonly env: Readonly<Record<string, string | undefined>>;
}

/** Joins a version of a plugin with what it may do: all that the runtime needs to run it. */
export function guestSpec(version: GuestVersion, options: GuestSpecOptions): GuestSpec {
	const { manifest } = version;
	const policy = (): SecurityPolicy => {
		const inForce = effectivePolicy(options.grant() ?? lockedDown, manifest, options.ceilings());
		return options.limits === undefined ? inForce : effectivePolicy(inForce, options.limits);
	};
	const atStart = policy();
	const { memoryLimitBytes, timeoutMs, env } = startTerms(atStart);
	return {
		plugin: manifest.name,
		versionHash: version.sha256,
		module: version.module,
		guest: {
			plugin: manifest.name,
			type: manifest.type,
			abi: version.abi,
			encoding: manifest.encoding,
			batch: takesBatches(manifest),
			extism: manifest.extism,
			config: JSON.stringify({ ...manifest.config, ...options.config }),
			env: valuesOf(env, options.env),
			args: [manifest.name],
		},
		memoryLimitBytes,
		timeoutMs,
		instances: manifest.instances,
		policy,
		dataFolder: options.dataFolder,
		extraPaths: options.extraPaths,
		folders: version.abi === 'dataflare/1' ? [] : entriesInForce(atStart, 'files'),
	};
}

/** Granted variables that are set. */
function valuesOf(
	granted: readonly string[],
	env: Readonly<Record<string, string | undefined>>,
): readonly (readonly [string, string])[] {
	return granted.flatMap((name) => {
		const value = Object.hasOwn(env, name) ? env[name] : undefined;
		return value === undefined ? [] : [[name, value] as const];
	});
}

/** What a manifest says, or else what was found; whether a file is a component, it says itself. */
export function kindOf({ abi }: Pick<Manifest, 'abi'>, found: GuestAbi | null): GuestAbi | null {
	return [found, abi ?? null].some((kind) => traitsOf(kind).isComponent) ? found : (abi ?? found);
}

/** The ABI that a module was found to have; a module without one never gets here unless its analysis was skipped. */
export function requireAbi(abi: GuestAbi | null, plugin: string): GuestAbi {
	if (abi !== null) return abi;
	throw new DataFlareError('plugin_load', `${plugin} does not implement a supported plugin interface.`, {
		hint: 'Check what its module exports: it has the functions of no plugin type.',
		details: because('no_interface', { plugin }),
	});
}
