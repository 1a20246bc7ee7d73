import { DataFlareError } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { didYouMean } from '../../shared/issues/did-you-mean.ts';
import type { KnownVersion } from '../../shared/plugin/version-use.ts';
import { UsageError } from './session.ts';

/** What an option or argument that names a version takes. */
export const versionWords = 'its version, or the beginning of its hash or of its manifest’s';

/** The one among a plugin's versions that a person means: by its own version, else by the beginning of its module's hash or of its manifest's. */
export function namedVersion(name: string, versions: readonly KnownVersion[], wanted: string): KnownVersion {
	const labelled = versions.filter(({ label }) => label === wanted);
	const begins = (hash: string): boolean => hash.startsWith(wanted.toLowerCase());
	const found =
		labelled.length > 0
			? labelled
			: versions.filter(({ sha256, manifestSha256 }) => begins(sha256) || begins(manifestSha256));
	const [one, ...more] = found;
	if (one !== undefined && more.length === 0) return one;
	if (one !== undefined) {
		const haveOneModule = found.some(({ sha256 }, at) => found.findIndex((each) => each.sha256 === sha256) !== at);
		const hashes = found.map(({ sha256, manifestSha256 }) => (haveOneModule ? manifestSha256 : sha256).slice(0, 12));
		throw new UsageError(
			`${found.length} versions of ${name} are called ${JSON.stringify(wanted)}.`,
			`Name one by the hash of its ${haveOneModule ? 'manifest' : 'module'}: ${hashes.join(', ')}.`,
		);
	}
	const labels = versions.flatMap(({ label }) => (label === null ? [] : [label]));
	throw new DataFlareError(
		'not_found',
		`${name} never had a version ${JSON.stringify(wanted)}${didYouMean(wanted, labels)}.`,
		{ hint: `See \`dataflare versions ${name}\`.`, details: because('unknown_version', { name }) },
	);
}
