import { z } from 'zod';
import { DataFlareError, type JsonValue } from '../errors/errors.ts';
import { because } from '../errors/failure-reason.ts';
import { describeIssues } from '../issues/describe-issues.ts';
import { DEFAULT_PRELOAD_BYTES, MAX_PRELOAD_BYTES } from '../plugin/preload.ts';
import { MAX_MEMORY_BYTES, MAX_TIMEOUT_MS, MIN_MEMORY_BYTES, MIN_TIMEOUT_MS } from '../policy/limits.ts';
import { defaultAppearance, languageChoices, themes, timeFormats } from './appearance.ts';
import { columnsSchema, columnWidthsSchema, panesSchema } from './layout.ts';
import { runFiltersSchema } from './run-filters.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Above what no preview is kept, bytes. */
export const MAX_PREVIEW_BYTES = 1024 * 1024;
/** What a run may have to take at the most before a person is told of its end, ms. */
export const MAX_NOTIFY_AFTER_MS = DAY_MS;

/** Folders of plugins that a person writes; the last ones are remembered. */
export const MAX_AUTHOR_FOLDERS = 100;

/** Every setting, its form and its default. Unknown keys are refused, so that a slip does not pass for a setting. */
export const settingSchemas = {
	/** Whether runs keep the beginning of their input and output. */
	previews: z.boolean().default(true),
	/** bytes */
	preview_bytes: z
		.int()
		.min(0)
		.max(MAX_PREVIEW_BYTES)
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
	/** What records of flows that are set aside may take, as a part of that. bytes */
	quarantine_bytes: z
		.int()
		.min(0)
		.default(512 * 1024 * 1024),
	/** How long deleted runs stay in the trash, ms; 0: they go for ever at once. */
	trash_ms: z
		.number()
		.min(0)
		.default(30 * DAY_MS),
	language: z.enum(languageChoices).default(defaultAppearance.language),
	theme: z.enum(themes).default(defaultAppearance.theme),
	time_format: z.enum(timeFormats).default(defaultAppearance.time_format),
	/** Sizes of the window's panes. Kept here, so that every face and every window of a person agree. */
	panes: panesSchema.default({}),
	/** Which columns the window's tables show. */
	columns: columnsSchema.default({}),
	/** How wide they are. */
	column_widths: columnWidthsSchema.default({}),
	/** Whether long log lines are broken rather than cut. */
	wrap_logs: z.boolean().default(false),
	/** Whether signs alone, such as `?` or `j`, are keys of the window. */
	letter_keys: z.boolean().default(true),
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
	/** Whether plugins are installed and run only if a key that the person knows signed them. */
	require_signatures: z.boolean().default(false),
	/** Where updates come from: a folder of packages, an index file, or the address of one. Nothing is asked by itself. */
	update_source: z.string().min(1).max(32_768).nullable().default(null),
	/** Whether a person is told of a run that ended while they looked elsewhere … */
	notify_runs: z.boolean().default(true),
	/** … where it took at least so long, ms. */
	notify_after_ms: z.int().min(0).max(MAX_NOTIFY_AFTER_MS).default(10_000),
	/** Whether the desktop program has an icon in the system's tray, and goes on there when its window is closed. */
	tray: z.boolean().default(false),
	/** That it goes on there was said. */
	tray_told: z.boolean().default(false),
	/** Where a person writes plugins, by their names: folders, absolute. */
	author_folders: z
		.record(z.string().min(1).max(64), z.string().min(1).max(32_768))
		.refine((folders) => Object.keys(folders).length <= MAX_AUTHOR_FOLDERS, 'has too many folders')
		.default({}),
	/** When a person last looked at the plugins, Unix ms. */
	last_seen_ms: z.number().min(0).default(0),
	first_start_done: z.boolean().default(false),
	/** The watched folder; null: `plugins` in the data folder. Set through `folder.set`. */
	plugins_dir: z.string().nullable().default(null),
} as const;

export type SettingName = keyof typeof settingSchemas;

/** What every setting is, as the engine answers it. */
export type Settings = { readonly [N in SettingName]: Readonly<z.output<(typeof settingSchemas)[N]>> };

/** Names of the settings whose value is of a type. */
export type SettingOf<V> = { [N in SettingName]: Settings[N] extends V ? N : never }[SettingName];

export type SavedFilter = Settings['saved_filters'][number];

/** One setting with a value that it can have. */
export type SettingChange = {
	readonly [N in SettingName]: { readonly key: N; readonly value: Settings[N] };
}[SettingName];

/** One setting with its value, where the type of the name alone is known. */
export function settingChange<N extends SettingName>(key: N, value: Settings[N]): SettingChange {
	return { key, value } as unknown as SettingChange;
}

export const settingNames = Object.keys(settingSchemas) as readonly SettingName[];

export function isSettingName(name: string): name is SettingName {
	return Object.hasOwn(settingSchemas, name);
}

/** What a setting is where nobody changed it, or what is stored is none of its values. */
export function defaultOf<N extends SettingName>(name: N): Settings[N] {
	return settingSchemas[name].parse(undefined) as Settings[N];
}

/**
 * `settings.set` as it comes: what a face asks for is typed by name, and what anybody else sends is looked at by the
 * engine, which knows a name that is no setting from a value that a setting cannot have.
 */
export const settingChangeSchema = z.strictObject({
	key: z.string().min(1).max(100),
	value: z.json(),
}) as unknown as z.ZodType<{ readonly key: string; readonly value: JsonValue }, SettingChange>;

/**
 * What a name and a value from elsewhere change. Throws `not_found` for a name that is no setting, `invalid_input` for a
 * value that it cannot have.
 */
export function toSettingChange(name: string, value: JsonValue): SettingChange {
	if (!isSettingName(name)) throw noSuchSetting(name);
	const parsed = settingSchemas[name].safeParse(value);
	if (parsed.success) return settingChange(name, parsed.data as Settings[typeof name]);
	const report = describeIssues(settingSchemas[name], parsed.error, value, name);
	const place = report.path === '' ? report.text : `${name}.${report.text}`;
	throw new DataFlareError('invalid_input', `${place}.`, {
		hint: report.hint,
		details: because('request_malformed', { path: name }),
	});
}

export function noSuchSetting(name: string): DataFlareError {
	return new DataFlareError('not_found', `There is no setting "${name}".`, {
		hint: `The settings are ${settingNames.join(', ')}.`,
	});
}
