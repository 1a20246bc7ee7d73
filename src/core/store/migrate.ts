import type { Database } from 'better-sqlite3';
import { DataFlareError } from '../../shared/errors.ts';
import { initial } from './migrations/0001-initial.ts';

/** In order; the number of those applied is the file's `user_version`. None is ever changed once it was released. */
const migrations: readonly string[] = [initial];

/** "DFPM": marks the file as this product's. */
const APPLICATION_ID = 0x4446_504d;

/** Brings the schema up to date in one transaction; two programs that start at once take turns. */
export function migrate(database: Database, file: string): void {
	const version = database.pragma('user_version', { simple: true }) as number;
	if (version > migrations.length) {
		throw new DataFlareError(
			'storage',
			`The history was written by a newer version of the program (schema ${version}; this one knows ${migrations.length}).`,
			{
				hint: 'Update the program, or choose another folder with --data-dir. The file was not touched.',
				details: { file, schema: version, known: migrations.length },
			},
		);
	}
	if (version === migrations.length) return;
	database
		.transaction(() => {
			const reached = database.pragma('user_version', { simple: true }) as number;
			for (const sql of migrations.slice(reached)) database.exec(sql);
			database.pragma(`application_id = ${APPLICATION_ID}`);
			database.pragma(`user_version = ${migrations.length}`);
		})
		.immediate();
}
