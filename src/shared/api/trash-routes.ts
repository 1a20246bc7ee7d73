/** Routes on what was deleted and can still be brought back. */
import { z } from 'zod';
import type { TrashAnswer } from '../run/trash.ts';
import { defineRoute } from './define-route.ts';
import { runId } from './fields.ts';

const ids = z.array(runId).max(100_000);

export const trashRoutes = {
	'trash.list': defineRoute<TrashAnswer>()(
		'read',
		z.strictObject({ limit: z.int().min(1).max(1000).default(100), offset: z.int().min(0).default(0) }),
	),
	/** By ids, or all that were deleted at once (`runs.remove` tells when). */
	'trash.restore': defineRoute<{ readonly restored: number }>()(
		'write',
		z.union([z.strictObject({ ids }), z.strictObject({ deletedAt: z.int().min(0) })]),
	),
	/** For ever; without ids: everything. */
	'trash.empty': defineRoute<{ readonly removed: number }>()('write', z.strictObject({ ids: ids.optional() })),
} as const;
