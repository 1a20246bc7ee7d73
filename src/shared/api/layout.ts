import { z } from 'zod';
import { MAX_COLUMN_PX, MAX_KEPT_WIDTHS, MIN_COLUMN_PX } from './appearance.ts';

/** Parts of a screen whose size a person chooses, or that they fold away. */
const paneNames = ['navigation', 'pluginList', 'consoleRequest', 'runLogsBelow', 'runLogsBeside', 'flowPanel'] as const;
export type PaneName = (typeof paneNames)[number];

/** Tables whose columns a person chooses and orders. */
const tableNames = ['plugins', 'runs', 'pluginRuns'] as const;
export type TableName = (typeof tableNames)[number];

/** How a pane was left. */
const paneSchema = z.strictObject({
	/** Of the room that it and its neighbour have, from 0 to 1; not given: as the program proposes. */
	share: z.number().min(0).max(1).optional(),
	collapsed: z.boolean().default(false),
});
export type Pane = z.output<typeof paneSchema>;

/** Panes that nobody moved are not named. */
export const panesSchema = z.partialRecord(z.enum(paneNames), paneSchema);

/** The columns that are shown, in their order; tables that nobody changed are not named. Columns of a later version are passed over. */
export const columnsSchema = z.partialRecord(z.enum(tableNames), z.array(z.string().min(1).max(40)).max(60));

/** Tables whose columns have the width that a person gives them. */
const sizedTableNames = [...tableNames, 'results'] as const;
export type SizedTableName = (typeof sizedTableNames)[number];

const columnWidthSchema = z.strictObject({
	column: z.string().min(1).max(40),
	px: z.int().min(MIN_COLUMN_PX).max(MAX_COLUMN_PX),
});

/** Widths that a person chose; columns that nobody moved are not named. */
export const columnWidthsSchema = z.partialRecord(
	z.enum(sizedTableNames),
	z.array(columnWidthSchema).max(MAX_KEPT_WIDTHS),
);
