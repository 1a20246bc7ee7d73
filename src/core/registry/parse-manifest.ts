import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { DataFlareError } from '../../shared/errors.ts';
import { because } from '../../shared/failure-reason.ts';
import { type Manifest, manifestSchema } from '../../shared/plugin/manifest.ts';
import { securityPolicySchema } from '../../shared/policy/security-policy.ts';
import { findJsonFlaw } from './scan-json.ts';

/** Nesting beyond this serves nobody, and whatever reads a manifest may be recursive. */
const MAX_DEPTH = 100;

export interface ParsedManifest {
	readonly manifest: Manifest;
	/** Unknown keys, with did-you-mean. */
	readonly warnings: readonly string[];
}

const known = {
	'': Object.keys(manifestSchema.shape),
	security_policy: Object.keys(securityPolicySchema.shape),
	metadata: ['author', 'version', 'description', 'license', 'homepage', 'icon', 'samples'],
} as const;

/** Parses `plugin.json`. Throws `configuration` naming the file, the field, what was expected and what was found. */
export function parseManifest(text: string, file: string): ParsedManifest {
	const value = parseJson(text.replace(/^\uFEFF/, ''), file);
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new DataFlareError('configuration', `${file} is ${found(value)}, not an object.`, {
			details: because('manifest_invalid', { path: '' }),
			hint: 'A manifest is a JSON object with at least "name", "type" and "module_path".',
		});
	}
	const parsed = manifestSchema.safeParse(value);
	if (!parsed.success) throw invalid(parsed.error, value, file);
	return { manifest: parsed.data, warnings: unknownKeys(value as Record<string, unknown>) };
}

function parseJson(text: string, file: string): unknown {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (thrown) {
		const { message } = thrown as Error;
		const position = /position (\d+)/.exec(message)?.[1];
		const before = text.slice(0, position === undefined ? text.length : Number(position));
		const line = before.split('\n').length;
		const column = before.length - before.lastIndexOf('\n');
		throw new DataFlareError('configuration', `${file} is not JSON (line ${line}, column ${column}): ${message}`, {
			hint: 'Mend the file at that place.',
			details: { ...because('manifest_not_json', { line, column }), file, line, column },
			cause: thrown,
		});
	}
	refuseFlaws(text, file);
	return value;
}

/** Throws `configuration` where valid JSON says two things at once, or one that would not be read as it is written. */
export function refuseFlaws(text: string, file: string): void {
	const flaw = findJsonFlaw(text, MAX_DEPTH);
	if (flaw === null) return;
	const path = z.core.toDotPath([...flaw.path]) || 'the manifest';
	const short = flaw.text.length > 60 ? `${flaw.text.slice(0, 57)}…` : flaw.text;
	const [message, hint] = {
		duplicate: ['stands twice in the same object', 'Keep one of the two.'],
		proto: ['is not allowed as a key', 'Remove it, or give it another name.'],
		number: [`${short} is a number that cannot be kept exactly`, 'Write a smaller number, or put it in quotes.'],
		depth: [`is nested deeper than ${MAX_DEPTH} levels`, 'Flatten it.'],
	}[flaw.kind] as [string, string];
	throw new DataFlareError('configuration', `${file}: ${path}: ${message}.`, {
		hint,
		details: { ...because('manifest_invalid', { path }), file, path, flaw: flaw.kind },
	});
}

function invalid(error: z.ZodError, value: unknown, file: string): DataFlareError {
	const issues = error.issues.flatMap((issue) => {
		if (issue.code === 'unrecognized_keys') {
			return issue.keys.map((key) => ({
				path: [...issue.path, key].join('.'),
				message: `is not a known key${didYouMean(key, known.security_policy)}`,
			}));
		}
		const path = z.core.toDotPath(issue.path) || 'the manifest';
		const at = issue.path.reduce<unknown>(
			(inner, key) =>
				typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
			value,
		);
		const key = String(issue.path[0] ?? '');
		const near = at === undefined && issue.path.length === 1 ? nearKey(key, value as object) : '';
		return [
			{ path, message: at === undefined ? `is missing${near}` : `${expected(issue.message)}; found ${found(at)}` },
		];
	});
	const first = issues[0];
	const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
	return new DataFlareError(
		'configuration',
		`${file}: ${first?.path ?? 'the manifest'}: ${first?.message ?? 'invalid'}${more}.`,
		{
			hint: 'See the plugin interface for what a manifest may hold.',
			details: { ...because('manifest_invalid', { path: first?.path ?? '' }), file, issues },
		},
	);
}

function expected(message: string): string {
	return message
		.replace(/^Invalid input: /, '')
		.replace(/, received .*$/, '')
		.replace(/^Invalid option: /, '');
}

function found(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'an array';
	if (typeof value === 'object') return 'an object';
	const text = JSON.stringify(value) ?? String(value);
	return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** A required key that is missing may be there under another spelling. */
function nearKey(wanted: string, value: object): string {
	const strangers = Object.keys(value).filter((key) => !(known[''] as readonly string[]).includes(key));
	const near = strangers.find((key) => distance(key.toLowerCase(), wanted) <= 2);
	return near === undefined ? '' : ` (did you mean it by "${near}"?)`;
}

function unknownKeys(value: Record<string, unknown>): readonly string[] {
	const warnings: string[] = [];
	for (const [place, keys] of Object.entries(known)) {
		if (place === 'security_policy') continue;
		const inner = place === '' ? value : value[place];
		if (typeof inner !== 'object' || inner === null) continue;
		for (const key of Object.keys(inner)) {
			if ((keys as readonly string[]).includes(key)) continue;
			const path = place === '' ? key : `${place}.${key}`;
			warnings.push(`"${path}" is not a known key${didYouMean(key, keys)}; it is kept and not used.`);
		}
	}
	return warnings;
}

/** ` (did you mean "…"?)`, or nothing where no word is near. */
export function didYouMean(word: string, words: readonly string[]): string {
	const ranked = words.map((candidate) => ({ candidate, away: distance(word.toLowerCase(), candidate.toLowerCase()) }));
	const best = ranked.sort((left, right) => left.away - right.away)[0];
	return best !== undefined && best.away <= Math.max(2, Math.floor(word.length / 3))
		? ` (did you mean "${best.candidate}"?)`
		: '';
}
