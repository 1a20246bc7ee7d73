import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { quoted } from '../../shared/quoted.ts';

/** A file, folder or address that packages cannot be taken from. `what` follows it. */
export function unusableSource(source: string, what: string): DataFlareError {
	return new DataFlareError('invalid_input', `${quoted(source)} ${what}.`, {
		hint: 'Use a folder of packages, an index file, or the https address of one.',
		details: because('source_unusable', { source }),
	});
}

/** What should be an index of packages is none. */
export function invalidIndex(source: string, what: string, hint?: string): DataFlareError {
	return new DataFlareError('configuration', `${source} is not an index of packages: ${what}.`, {
		hint: hint || 'Make it anew from the folder of packages.',
		details: because('index_invalid', { source }),
	});
}

export function downloadFailed(address: string, what: string, cause?: unknown): DataFlareError {
	return new DataFlareError('runtime', `${quoted(address)} could not be fetched: ${what}.`, {
		hint: 'Check the connection and the address, then try again.',
		details: because('download_failed', { address }),
		cause,
	});
}

/** The package is not the one that the source speaks of. `what` is a sentence's end. */
export function otherPackage(name: string, version: string, what: string): DataFlareError {
	return new DataFlareError('plugin_load', `The package of ${name} ${quoted(version)} ${what}.`, {
		hint: 'Nothing was installed. Make the index anew if the package is right; do not install it if it should not have changed.',
		details: because('package_differs', { name, version }),
	});
}

export function notOffered(name: string, source: string, version?: string): DataFlareError {
	const what = version === undefined ? `no update of ${name}` : `no ${name} ${quoted(version)}`;
	return new DataFlareError('not_found', `${source} has ${what}.`, {
		hint: 'Look at what it has, or use another source.',
		details: because('not_offered', { name, source }),
	});
}
