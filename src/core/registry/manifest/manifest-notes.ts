import { parse, validRange } from 'semver';
import { readConfigSchema } from '../../../shared/config/read-schema.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { type Remark, remark } from '../../../shared/errors/remark.ts';
import { found } from '../../../shared/issues/describe-issues.ts';
import { nearestWord } from '../../../shared/issues/did-you-mean.ts';
import type { Manifest } from '../../../shared/plugin/manifest.ts';
import { reasonable, waivable } from '../../../shared/plugin/words/asked-for.ts';

/** So many keys that mean nothing are named, and so many words are compared with each. */
const MAX_NAMED = 20;
const MAX_COMPARED = 200;

/** Throws `configuration` for a range of versions that is none: nobody could say whether the plugin is for this program. */
export function requireRange({ host }: Manifest, file: string): void {
	if (host === undefined || validRange(host) !== null) return;
	throw new DataFlareError('configuration', `${file}: host: ${found(host)} is not a range of versions.`, {
		hint: 'Write it as npm does: ">=1.2 <3", "^1.4.0", "1.x", or "*" for all.',
		details: { ...because('manifest_invalid', { file, path: 'host' }), file },
	});
}

/** What is to be said of what a manifest says of its version, its records and its requests: none of it stops anything. */
export function manifestNotes(manifest: Manifest): readonly Remark[] {
	return [...versionNotes(manifest), ...schemaNotes(manifest), ...requestNotes(manifest)];
}

function versionNotes({ version, metadata }: Manifest): readonly Remark[] {
	if (version === undefined) return [];
	const notes: Remark[] = [];
	if (parse(version) === null) notes.push(remark('version_not_semver', { version: found(version) }));
	if (metadata.version !== undefined && metadata.version !== version) {
		notes.push(remark('version_twice', { version: found(version), other: found(metadata.version) }));
	}
	return notes;
}

function schemaNotes(manifest: Manifest): readonly Remark[] {
	return (['input_schema', 'output_schema'] as const).flatMap((key) => {
		const schema = manifest[key];
		const problem = schema === undefined ? null : readConfigSchema(schema).problem;
		return problem === null ? [] : [remark('record_schema_unused', { key, at: problem.at, code: problem.code })];
	});
}

function requestNotes(manifest: Manifest): readonly Remark[] {
	const { reasons = {}, optional = [] } = manifest;
	const strange = [
		...strangersIn('reasons', Object.keys(reasons), reasonable(manifest)),
		...strangersIn('optional', optional, waivable(manifest)),
	];
	return strange.slice(0, MAX_NAMED);
}

function strangersIn(place: string, given: readonly string[], known: readonly string[]): readonly Remark[] {
	const words = new Set(known);
	return given
		.filter((each) => !words.has(each))
		.slice(0, MAX_NAMED)
		.map((each) => {
			const near = nearestWord(each, known.slice(0, MAX_COMPARED));
			const key = `${place}: ${found(each)}`;
			return near === null ? remark('nothing_asked', { key }) : remark('nothing_asked_near', { key, near });
		});
}
