import { satisfies, validRange } from 'semver';
import type { WireError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import type { Manifest } from '../../../shared/plugin/manifest.ts';
import { quoted } from '../../../shared/quoted.ts';

/** The version of the plugin interface that there is. */
const INTERFACE_VERSION = 1;

/**
 * Why a plugin is not for this program, by what its manifest says of the versions that it needs; null: it is, or nothing
 * is said. `program`: the program's own version.
 */
export function unsuitable(
	{ name, host, abi_version }: Pick<Manifest, 'name' | 'host' | 'abi_version'>,
	program: string,
): WireError | null {
	// A range that is none was refused when it was read; an older version kept whatever stood there.
	if (host !== undefined && validRange(host) !== null && !satisfies(program, host, { includePrerelease: true })) {
		return {
			code: 'plugin_load',
			message: `${name} is made for DataFlare ${quoted(host)}; this is version ${program}.`,
			hint: 'Use a version of the plugin that is made for this one, or another version of DataFlare.',
			details: { ...because('host_unsuitable', { name, wanted: host, program }) },
		};
	}
	if (abi_version !== undefined && abi_version > INTERFACE_VERSION) {
		return {
			code: 'plugin_load',
			message: `${name} is made for version ${abi_version} of the plugin interface; this program has version ${INTERFACE_VERSION}.`,
			hint: 'Use a version of the plugin that is made for this one, or a newer version of DataFlare.',
			details: { ...because('abi_unsuitable', { name, wanted: abi_version, program: INTERFACE_VERSION }) },
		};
	}
	return null;
}
