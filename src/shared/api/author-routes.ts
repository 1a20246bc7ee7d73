/** Routes for whoever writes a plugin: from a new folder to a module that was tried. */
import { z } from 'zod';
import {
	authorLanguages,
	authorLicences,
	type BenchAnswer,
	type BuildAnswer,
	type CreatedPlugin,
	type Recipe,
	type TestAnswer,
	type ValidationAnswer,
} from '../plugin/authoring/authoring.ts';
import { componentTypes } from '../plugin/component-type.ts';
import { manifestSchema } from '../plugin/manifest.ts';
import { defineRoute } from './define-route.ts';
import { path, sha256 } from './fields.ts';

const inFolder = z.strictObject({ folder: path });

export const authorRoutes = {
	/** A folder that builds, tests and packs as it stands. It must not be there, or be empty. */
	'authoring.create': defineRoute<CreatedPlugin>()(
		'write',
		z.strictObject({
			folder: path,
			language: z.enum(authorLanguages),
			role: z.enum(componentTypes),
			name: manifestSchema.shape.name,
			description: z.string().max(2000).default(''),
			author: z.string().max(200).default(''),
			licence: z.enum(authorLicences).default('MIT'),
		}),
	),
	/** What a build would run; nothing is run. */
	'authoring.recipe': defineRoute<Recipe>()('read', inFolder),
	/**
	 * Runs the commands of the folder's recipe as the person, outside of any sandbox, and looks whether what they made
	 * could be installed. Where not, or where a command fails, the module that was there before is put back.
	 */
	'authoring.build': defineRoute<BuildAnswer>()('write', inFolder),
	/** Of a folder or a package: everything that an installation checks, and advice. */
	'authoring.validate': defineRoute<ValidationAnswer>()('read', z.strictObject({ path })),
	/** Runs the folder's cases in an engine of its own, of which nothing is left afterwards. */
	'authoring.test': defineRoute<TestAnswer>()(
		'write',
		z.strictObject({
			folder: path,
			/** `own`: of what it asks for, its data folder alone; `asked`: all of it. */
			grant: z.enum(['own', 'asked']).default('own'),
			/** Writes what comes out into the cases, as what is expected from now on. */
			update: z.boolean().default(false),
			/** Of a version that is kept of the installed plugin of this name: what comes out is compared with what did there. */
			since: sha256.optional(),
			/** SHA-256 of that version's manifest; absent: the one in use, else the one that was in use last with that module. */
			sinceManifest: sha256.optional(),
		}),
	),
	/** Measures in engines of their own. `against`: another folder or package; absent: the newest package beside it. */
	'authoring.bench': defineRoute<BenchAnswer>()(
		'write',
		z.strictObject({
			path,
			against: path.optional(),
			grant: z.enum(['own', 'asked']).default('own'),
			/** So many records go through it in each run, about. */
			records: z.int().min(1).max(10_000_000).default(50_000),
		}),
	),
} as const;
