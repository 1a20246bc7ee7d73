import { z } from 'zod';
import { runFiltersSchema } from '../../shared/api/run-routes.ts';
import { DataFlareError, type JsonValue } from '../../shared/errors/errors.ts';
import { because } from '../../shared/errors/failure-reason.ts';
import { describeIssues } from '../../shared/issues/describe-issues.ts';
import { DEFAULT_PRELOAD_BYTES, MAX_PRELOAD_BYTES } from '../../shared/plugin/preload.ts';
import { MAX_MEMORY_BYTES, MAX_TIMEOUT_MS, MIN_MEMORY_BYTES, MIN_TIMEOUT_MS } from '../../shared/policy/limits.ts';
import type { PolicyCeilings } from '../policy/effective-policy.ts';
import type { Retention, SettingsStore } from '../store/store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Every setting, its form and its default. Unknown keys are refused, so that a slip does not pass for a setting. */
export const settingSchemas = {
	/** Whether runs keep the beginning of their input and output. */
	previews: z.boolean().default(true),
	/** bytes */
	preview_bytes: z
		.int()
		.min(0)
		.max(1024 * 1024)
		.default(16 * 1024),
	/** ms */
	retention_age_ms: z
		.number()
		.min(0)
		.default(90 * DAY_MS),
	retention_runs: z.int().min(0).default(1_000_000),
	/** bytes */
	retention_bytes: z
		.int()
		.min(0)
		.default(2 * 1024 * 1024 * 1024),
	language: z.enum(['system', 'en', 'zh-CN']).default('system'),
	theme: z.enum(['system', 'light', 'dark']).default('system'),
	time_format: z.enum(['local', 'utc', 'relative']).default('local'),
	/** Filters of the history that a person gave a name. */
	saved_filters: z
		.array(
			z.strictObject({
				name: z.string().min(1).max(100),
				query: runFiltersSchema,
				/** Runs of so long until now, instead of a fixed beginning. ms */
				last_ms: z.int().min(1).optional(),
			}),
		)
		.max(100)
		.default([]),
	/** Above what no grant counts, bytes. */
	ceiling_memory: z.int().min(MIN_MEMORY_BYTES).max(MAX_MEMORY_BYTES).default(MAX_MEMORY_BYTES),
	/** Above what no grant counts, ms. */
	ceiling_time: z.int().min(MIN_TIMEOUT_MS).max(MAX_TIMEOUT_MS).default(MAX_TIMEOUT_MS),
	/** What plugins that are ready from the start may hold of memory together, bytes; 0: none is made ready. */
	preload_memory: z.int().min(0).max(MAX_PRELOAD_BYTES).default(DEFAULT_PRELOAD_BYTES),
	/** Whether plugins run only in processes that the kernel limits in every way that the program knows of. */
	require_kernel_limits: z.boolean().default(false),
	/** When a person last looked at the plugins, Unix ms. */
	last_seen_ms: z.number().min(0).default(0),
	first_start_done: z.boolean().default(false),
	/** The watched folder; null: `plugins` in the data folder. Set through `folder.set`. */
	plugins_dir: z.string().nullable().default(null),
} as const;

type SettingKey = keyof typeof settingSchemas;
type SettingValue<K extends SettingKey> = z.output<(typeof settingSchemas)[K]>;

export function readSetting<K extends SettingKey>(store: SettingsStore, key: K): SettingValue<K> {
	const schema = settingSchemas[key];
	const stored = schema.safeParse(store.get(key));
	return (stored.success ? stored.data : schema.parse(undefined)) as SettingValue<K>;
}

export function readSettings(store: SettingsStore): Readonly<Record<string, JsonValue>> {
	return Object.fromEntries(
		(Object.keys(settingSchemas) as SettingKey[]).map((key) => [key, readSetting(store, key) as JsonValue]),
	);
}

export function writeSetting(store: SettingsStore, key: string, value: JsonValue): void {
	if (!Object.hasOwn(settingSchemas, key)) {
		throw new DataFlareError('not_found', `There is no setting "${key}".`, {
			hint: `Settings are: ${Object.keys(settingSchemas).join(', ')}.`,
		});
	}
	const parsed = settingSchemas[key as SettingKey].safeParse(value);
	if (!parsed.success) {
		const report = describeIssues(settingSchemas[key as SettingKey], parsed.error, value, key);
		const place = report.path === '' ? report.text : `${key}.${report.text}`;
		throw new DataFlareError('invalid_input', `${place}.`, {
			hint: report.hint,
			details: because('request_malformed', { path: key }),
		});
	}
	store.set(key, parsed.data as JsonValue);
}

export function retentionOf(store: SettingsStore): Retention {
	return {
		maxAgeMs: readSetting(store, 'retention_age_ms'),
		maxRuns: readSetting(store, 'retention_runs'),
		maxBytes: readSetting(store, 'retention_bytes'),
	};
}

export function ceilingsOf(store: SettingsStore): PolicyCeilings {
	return { memory: readSetting(store, 'ceiling_memory'), time: readSetting(store, 'ceiling_time') };
}
