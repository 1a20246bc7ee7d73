/** Routes on the program itself: samples, folders, sandboxes, settings. */

import { z } from 'zod';
import type { Remark } from '../errors/remark.ts';
import type { ComponentType } from '../plugin/component-type.ts';
import type { Manifest } from '../plugin/manifest.ts';
import type { PluginRecord } from '../plugin/plugin-record.ts';
import type { RunDetail } from '../run/run.ts';
import { defineRoute } from './define-route.ts';
import { name, path, runId, trigger } from './fields.ts';
import { type Settings, settingChangeSchema } from './settings.ts';

export interface SampleAnswer {
	readonly name: string;
	readonly type: ComponentType;
	readonly description: string;
	/** The description in other languages. */
	readonly 'x-translations'?: Manifest['metadata']['x-translations'];
	readonly installed: boolean;
	/** The installed plugin of its name has this very module and manifest. */
	readonly isInUse: boolean;
}

export interface BrowseEntry {
	readonly name: string;
	readonly kind: 'file' | 'folder';
	/** 0 for folders. */
	readonly bytes: number;
	/** Unix ms. */
	readonly modifiedAt: number;
}

export interface BrowseAnswer {
	readonly path: string;
	/** Null at the root. */
	readonly parent: string | null;
	/** Folders first, each by name; hidden ones are left out. */
	readonly entries: readonly BrowseEntry[];
	/** More than 2,000 entries. */
	readonly truncated: boolean;
	readonly places: readonly {
		readonly name: 'home' | 'data' | 'plugins' | 'samples' | 'root';
		readonly path: string;
	}[];
}

export interface SandboxAnswer {
	readonly plugin: string | null;
	readonly pid: number | undefined;
	readonly generation: number;
	readonly role: 'spare' | 'pool' | 'lease';
	readonly state: 'starting' | 'idle' | 'busy' | 'stopping';
	readonly memoryBytes: number;
	readonly startedAt: number;
	readonly layers: readonly string[];
	/** Resident memory of the process, bytes; null: not known. */
	readonly rssBytes: number | null;
	/** Of one processor; null: not known. */
	readonly cpuPercent: number | null;
}

export interface StatsAnswer {
	readonly plugins: number;
	readonly sandboxes: number;
	readonly runs: number;
	readonly databaseBytes: number;
	/** Plugins that are to be ready from the start, and how many are; bytes that these held, and may hold. */
	readonly preload: {
		readonly wanted: number;
		readonly ready: number;
		readonly usedBytes: number;
		readonly budgetBytes: number;
	};
	readonly dataDir: string;
	readonly pluginsDir: string;
	/** What a person should see: a database that was set aside, a folder that others could read. */
	readonly notices: readonly Remark[];
}

export const programRoutes = {
	'samples.list': defineRoute<readonly SampleAnswer[]>()('read', z.strictObject({})),
	'samples.install': defineRoute<readonly PluginRecord[]>()(
		'write',
		z.strictObject({ names: z.array(name).max(100).optional() }),
	),
	/** The example chain over the data set that comes with the program; installs and grants what it needs. */
	'samples.run': defineRoute<RunDetail>()(
		'write',
		z.strictObject({ runId: runId.optional(), trigger: trigger.default('window') }),
	),
	/** Watches another plugins folder, with or without moving the plugins there; remembered. */
	'folder.set': defineRoute<{ readonly pluginsDir: string }>()('write', z.strictObject({ path, move: z.boolean() })),
	'files.browse': defineRoute<BrowseAnswer>()(
		'read',
		z.strictObject({ path: path.optional(), kind: z.enum(['any', 'folder']).default('any') }),
	),
	'diagnostics.get': defineRoute<{ readonly text: string; readonly version: string }>()('read', z.strictObject({})),
	'sandboxes.list': defineRoute<readonly SandboxAnswer[]>()('read', z.strictObject({})),
	'sandboxes.stop': defineRoute<{ readonly stopped: boolean }>()(
		'write',
		z.strictObject({ generation: z.int().min(1) }),
	),
	/** What `stats.get` says in `notices` was read and need not be said again. */
	'notices.dismiss': defineRoute<null>()('write', z.strictObject({})),
	'settings.get': defineRoute<Settings>()('read', z.strictObject({})),
	/** `not_found` for a name that is no setting, `invalid_input` for a value that it cannot have. */
	'settings.set': defineRoute<null>()('write', settingChangeSchema),
	'stats.get': defineRoute<StatsAnswer>()('read', z.strictObject({})),
} as const;
