import { isUtf8 } from 'node:buffer';
import { lockSchema, MAX_LOCK_BYTES, type PluginLock } from '../../../shared/api/lock-file.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { describeIssues } from '../../../shared/issues/describe-issues.ts';
import { describeJsonProblem, findJsonProblem } from '../../../shared/json/json-problem.ts';
import { notReadable } from '../../files/not-readable.ts';
import { readPlainFile } from '../../files/read-plain-file.ts';
import { findJsonFlaw, holdsTooMuch, MAX_JSON_DEPTH } from '../../registry/package/scan-json.ts';

const MAX_PARTS = 200_000;

/** Rejects with `configuration`, naming the file and the place in it. */
export async function readLock(path: string): Promise<PluginLock> {
	const bytes = await readPlainFile(path, MAX_LOCK_BYTES).catch((error: unknown) => {
		throw notReadable(path, error);
	});
	if (Buffer.isBuffer(bytes)) return parseLock(bytes, path);
	throw invalid(
		path,
		bytes.kind === 'special' ? 'it is no file' : `it has more than ${MAX_LOCK_BYTES.toLocaleString('en')} bytes`,
	);
}

/** Throws as `readLock` rejects. What it grants is in it, so that a key that stands there twice is refused. */
export function parseLock(bytes: Buffer, path: string): PluginLock {
	if (!isUtf8(bytes)) throw invalid(path, 'it is not in UTF-8');
	const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
	if (holdsTooMuch(text, MAX_PARTS)) throw invalid(path, `it has more than ${MAX_PARTS.toLocaleString('en')} values`);
	if (findJsonProblem(text) !== null) throw invalid(path, describeJsonProblem(text));
	const flaw = findJsonFlaw(text, MAX_JSON_DEPTH);
	if (flaw !== null) throw invalid(path, flawTexts[flaw.kind]);
	const value: unknown = JSON.parse(text);
	const parsed = lockSchema.safeParse(value);
	if (!parsed.success) {
		const { text: what, hint } = describeIssues(lockSchema, parsed.error, value, 'the lock');
		throw invalid(path, what, hint);
	}
	const names = new Set<string>();
	for (const { name } of parsed.data.plugins) {
		if (names.has(name)) throw invalid(path, `it has ${name} twice`);
		names.add(name);
	}
	return parsed.data;
}

const flawTexts = {
	depth: 'it is nested too deeply',
	duplicate: 'it has a key twice in one place',
	proto: 'it has a key "__proto__"',
	number: 'it has a number that cannot be read exactly',
} as const;

/** The same plugins always make the same bytes. */
export function formatLock(lock: PluginLock): Buffer {
	return Buffer.from(`${JSON.stringify(lock, null, '\t')}\n`);
}

function invalid(path: string, what: string, hint?: string): DataFlareError {
	return new DataFlareError('configuration', `${path} is not a lock of plugins: ${what}.`, {
		hint: hint || 'Write it anew where the plugins are installed.',
		details: because('lock_invalid', { path }),
	});
}
