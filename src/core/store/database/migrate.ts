import type { Database } from 'better-sqlite3';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { manifestHash } from '../rows/manifest-hash.ts';
import { initial } from './migrations/0001-initial.ts';
import { searchAndOrder } from './migrations/0002-search-and-order.ts';
import { testCases } from './migrations/0003-test-cases.ts';
import { hostCalls } from './migrations/0004-host-calls.ts';
import { grams } from './migrations/0005-grams.ts';
import { preload } from './migrations/0006-preload.ts';
import { denialKinds } from './migrations/0007-denial-kinds.ts';
import { runOrdersIndexed } from './migrations/0008-run-orders.ts';
import { runFailures } from './migrations/0009-run-failures.ts';
import { privacy } from './migrations/0010-privacy.ts';
import { runTrash } from './migrations/0011-run-trash.ts';
import { pluginTrash } from './migrations/0012-plugin-trash.ts';
import { policyTemplates } from './migrations/0013-policy-templates.ts';
import { templateTrash } from './migrations/0014-template-trash.ts';
import { signingKeys } from './migrations/0015-signing-keys.ts';
import { versionUses } from './migrations/0016-version-uses.ts';
import { updateChoices } from './migrations/0017-update-choices.ts';
import { flows } from './migrations/0018-flows.ts';
import { flowRuns } from './migrations/0019-flow-runs.ts';
import { setAside } from './migrations/0020-set-aside.ts';
import { flowTriggers } from './migrations/0021-flow-triggers.ts';
import { versionsByManifest } from './migrations/0022-versions-by-manifest.ts';
import { stateFiles } from './migrations/0023-state-files.ts';
import { liveRuns } from './migrations/0024-live-runs.ts';
import { takenBy } from './migrations/0025-taken-by.ts';

/** In order; the number of those applied is the file's `user_version`. None is ever changed once it ran anywhere. */
export const migrations: readonly string[] = [
	initial,
	searchAndOrder,
	testCases,
	hostCalls,
	grams,
	preload,
	denialKinds,
	runOrdersIndexed,
	runFailures,
	privacy,
	runTrash,
	pluginTrash,
	policyTemplates,
	templateTrash,
	signingKeys,
	versionUses,
	updateChoices,
	flows,
	flowRuns,
	setAside,
	flowTriggers,
	versionsByManifest,
	stateFiles,
	liveRuns,
	takenBy,
];

/** "DFPM": marks the file as this product's. */
const APPLICATION_ID = 0x4446_504d;

/**
 * Refuses a file that this program must not write to. Comes before anything that could change it. What is read is of one
 * moment: another program that begins the file meanwhile would else leave tables in what was told to be nobody's.
 */
export function requireOurs(database: Database, file: string): void {
	const { version, application, isEmpty } = database
		.transaction(() => ({
			version: versionOf(database),
			application: database.pragma('application_id', { simple: true }) as number,
			isEmpty: database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined,
		}))
		.deferred();
	const isNew = version === 0 && application === 0 && isEmpty;
	if (application !== APPLICATION_ID && !isNew) {
		throw new DataFlareError('storage', 'The history file is another program’s database.', {
			hint: 'Move it somewhere else, or choose another data folder. The file is unchanged.',
			details: { ...because('history_foreign'), file, application },
		});
	}
	if (version > migrations.length) throw newerSchema(file, version);
}

/** Brings the schema up to date in one transaction; two programs that start at once take turns. Leaves foreign keys off. */
export function migrate(database: Database, file: string): void {
	// A migration that makes a table anew must not delete what refers to the old one.
	database.pragma('foreign_keys = OFF');
	if (versionOf(database) === migrations.length) return;
	database.function('sha256_of', { deterministic: true }, (text) => manifestHash(String(text)));
	database
		.transaction(() => {
			// Another program may have done it while this one waited for its turn.
			const reached = versionOf(database);
			if (reached > migrations.length) throw newerSchema(file, reached);
			for (const sql of migrations.slice(reached)) database.exec(sql);
			database.pragma(`application_id = ${APPLICATION_ID}`);
			database.pragma(`user_version = ${migrations.length}`);
		})
		.immediate();
}

function versionOf(database: Database): number {
	return database.pragma('user_version', { simple: true }) as number;
}

function newerSchema(file: string, version: number): DataFlareError {
	return new DataFlareError(
		'storage',
		`The history was written by a newer version of the program (schema ${version}; this one supports up to ${migrations.length}).`,
		{
			hint: 'Update the program, or choose another data folder. The file is unchanged.',
			details: { ...because('history_newer'), file, schema: version, known: migrations.length },
		},
	);
}
