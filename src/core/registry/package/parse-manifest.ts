import { z } from 'zod';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { type Remark, remark } from '../../../shared/errors/remark.ts';
import { describeIssues, found } from '../../../shared/issues/describe-issues.ts';
import { nearestWord } from '../../../shared/issues/did-you-mean.ts';
import { describeJsonProblem, findJsonProblem } from '../../../shared/json/json-problem.ts';
import { plainType } from '../../../shared/plugin/component-words.ts';
import { type Manifest, manifestSchema, metadataSchema, privacySchema } from '../../../shared/plugin/manifest.ts';
import { visible } from '../../../shared/quoted.ts';
import { schemaWarnings } from '../configuration/require-configuration.ts';
import { manifestNotes, requireRange } from '../manifest/manifest-notes.ts';
import { findJsonFlaw, holdsTooMuch, MAX_JSON_DEPTH, MAX_JSON_PARTS } from './scan-json.ts';

/** So many unknown keys and mistakes are named; of the others, how many there are. */
const MAX_NAMED = 20;

export interface ParsedManifest {
	readonly manifest: Manifest;
	/** Unknown keys, with did-you-mean. */
	readonly warnings: readonly Remark[];
}

const known = {
	'': Object.keys(manifestSchema.shape),
	metadata: Object.keys(metadataSchema.shape),
	privacy: Object.keys(privacySchema.shape),
};

const translatedKeys = ['description'];

/** Parses `plugin.json`. Throws `configuration` naming the file, the field, what was expected and what was found. */
export function parseManifest(text: string, file: string): ParsedManifest {
	const value = parseJson(text.replace(/^\uFEFF/, ''), file);
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new DataFlareError('configuration', `${file} is ${found(value)}, not an object.`, {
			details: because('manifest_invalid', { file, path: '' }),
			hint: 'A manifest is a JSON object with at least "name", "type" and "module_path".',
		});
	}
	const plain = withoutDocumentWords(value as Record<string, unknown>, file);
	const parsed = manifestSchema.safeParse(plain);
	if (!parsed.success) throw invalid(parsed.error, plain, file);
	const manifest = parsed.data;
	requireRange(manifest, file);
	return { manifest, warnings: [...unknownKeys(plain), ...schemaWarnings(manifest), ...manifestNotes(manifest)] };
}

/** Keys that DataFlare's own programs write as null where there is nothing to say. */
const nullable = ['config', 'config_schema', 'metadata', 'runtime_config'] as const;

/** The type under its own key, in a manifest's spelling, and nothing where null says nothing. */
function withoutDocumentWords(value: Record<string, unknown>, file: string): Record<string, unknown> {
	const plain = { ...value };
	for (const key of nullable) if (plain[key] === null) delete plain[key];
	const { component_type } = plain;
	if (component_type === undefined) return plain;
	delete plain['component_type'];
	const type = plainType(component_type);
	if (plain['type'] === undefined || plain['type'] === type) return { ...plain, type };
	throw new DataFlareError(
		'configuration',
		`${file}: component_type: ${found(component_type)} contradicts type, which is ${found(plain['type'])}.`,
		{
			hint: 'Both mean the same: keep one of the two.',
			details: because('manifest_invalid', { file, path: 'component_type' }),
		},
	);
}

function parseJson(text: string, file: string): unknown {
	refuseCrowded(text, file);
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (thrown) {
		const { line, column } = findJsonProblem(text) ?? { line: 1, column: 1 };
		throw new DataFlareError('configuration', `${file} is not JSON: ${describeJsonProblem(text)}.`, {
			hint: 'Fix the file there.',
			details: { ...because('manifest_not_json', { line, column }), file, line, column },
			cause: thrown,
		});
	}
	refuseFlaws(text, file);
	return value;
}

/** Throws `configuration` before anything is made of a text of so many parts that it would hold the program up. */
function refuseCrowded(text: string, file: string): void {
	if (!holdsTooMuch(text)) return;
	throw new DataFlareError(
		'configuration',
		`${file} has more than ${MAX_JSON_PARTS.toLocaleString('en')} keys and values.`,
		{
			hint: 'Keep only the manifest in it; large data belongs in files of its own.',
			details: { ...because('manifest_invalid', { file, path: '' }), file },
		},
	);
}

/**
 * Throws `configuration` where valid JSON says two things at once, or one that would not be read as it is written, with
 * its line and column.
 */
export function refuseFlaws(text: string, file: string, what: 'manifest' | 'chain' | 'flow' = 'manifest'): void {
	const flaw = findJsonFlaw(text, MAX_JSON_DEPTH);
	if (flaw === null) return;
	const path = z.core.toDotPath([...flaw.path]) || `the ${what}`;
	const short = visible(flaw.text.length > 60 ? `${flaw.text.slice(0, 57)}…` : flaw.text);
	const [message, hint] = {
		duplicate: ['appears twice in the same object', 'Keep one of the two.'],
		proto: ['is not allowed as a key', 'Remove it, or give it another name.'],
		number: [`${short} is a number that cannot be stored exactly`, 'Use a smaller number, or put it in quotes.'],
		depth: [`is nested deeper than ${MAX_JSON_DEPTH} levels`, 'Flatten it.'],
	}[flaw.kind] as [string, string];
	const before = text.slice(0, flaw.at);
	const line = before.split('\n').length;
	const column = flaw.at - before.lastIndexOf('\n');
	const reason =
		what === 'manifest' ? because('manifest_invalid', { file, path }) : because(`${what}_invalid`, { file });
	throw new DataFlareError('configuration', `${file}: ${visible(path)}: ${message} (line ${line}, column ${column}).`, {
		hint,
		details: { ...reason, file, path, line, column, flaw: flaw.kind },
	});
}

function invalid(error: z.ZodError, value: unknown, file: string): DataFlareError {
	const report = describeIssues(manifestSchema, error, value, 'the manifest');
	const issues = report.problems.map(({ path, message }) => ({ path, message }));
	return new DataFlareError('configuration', `${file}: ${report.text}.`, {
		hint: `${report.hint} See the plugin interface for what a manifest may contain.`,
		details: {
			...because('manifest_invalid', { file, path: report.path }),
			file,
			issues,
			more: report.count - issues.length,
		},
	});
}

const pathOf = (language: string): string => z.core.toDotPath(['metadata', 'x-translations', shortened(language)]);

/** Where keys are known, with what stands there. */
function placesIn(value: Record<string, unknown>): readonly (readonly [string, unknown, readonly string[]])[] {
	const metadata = (value['metadata'] ?? {}) as { readonly 'x-translations'?: object };
	const languages = Object.entries(metadata['x-translations'] ?? {});
	return [
		['', value, known['']],
		['metadata', metadata, known.metadata],
		...languages.map(([language, words]) => [pathOf(language), words, translatedKeys] as const),
		['privacy', value['privacy'], known.privacy],
	];
}

function unknownKeys(value: Record<string, unknown>): readonly Remark[] {
	const warnings: Remark[] = [];
	let more = 0;
	for (const [place, inner, keys] of placesIn(value)) {
		if (typeof inner !== 'object' || inner === null) continue;
		for (const key of Object.keys(inner)) {
			if (keys.includes(key)) continue;
			if (warnings.length >= MAX_NAMED) {
				more += 1;
				continue;
			}
			const shown = shortened(key);
			const path = place === '' ? shown : `${place}.${shown}`;
			const near = nearestWord(key, keys);
			warnings.push(
				near === null ? remark('unknown_key', { key: path }) : remark('unknown_key_near', { key: path, near }),
			);
		}
	}
	return more === 0 ? warnings : [...warnings, remark('more_unknown_keys', { more })];
}

/** A key may be as long as the file. */
function shortened(key: string): string {
	return key.length <= 100 ? key : `${key.slice(0, 99)}…`;
}
