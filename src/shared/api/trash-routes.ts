/** Routes on what was deleted and can still be brought back. */
import { z } from 'zod';
import type { PluginRecord } from '../plugin/plugin-record.ts';
import type { PluginTrashAnswer } from '../plugin/trashed-plugin.ts';
import type { TrashAnswer } from '../run/trash.ts';
import { defineRoute } from './define-route.ts';
import { runId, trashedId } from './fields.ts';

const ids = z.array(runId).max(100_000);
const page = { limit: z.int().min(1).max(1000).default(100), offset: z.int().min(0).default(0) };

export const trashRoutes = {
	'trash.list': defineRoute<TrashAnswer>()('read', z.strictObject(page)),
	/** By ids, all that were deleted at once (`runs.remove` tells when), or everything. */
	'trash.restore': defineRoute<{ readonly restored: number }>()(
		'write',
		z.union([
			z.strictObject({ ids }),
			z.strictObject({ deletedAt: z.int().min(0) }),
			z.strictObject({ all: z.literal(true) }),
		]),
	),
	/** Runs, for ever; without ids: all of them. */
	'trash.empty': defineRoute<{ readonly removed: number }>()('write', z.strictObject({ ids: ids.optional() })),
	/** Uninstalled plugins, those that went last first. */
	'trash.plugins': defineRoute<PluginTrashAnswer>()('read', z.strictObject(page)),
	/** Installs it again as it was. A `conflict` where its name is taken, or its files are others by now. */
	'trash.restorePlugin': defineRoute<PluginRecord>()('write', z.strictObject({ id: trashedId })),
	/** Plugins, for ever; without ids: all of them. */
	'trash.emptyPlugins': defineRoute<{ readonly removed: number }>()(
		'write',
		z.strictObject({ ids: z.array(trashedId).max(1000).optional() }),
	),
} as const;
