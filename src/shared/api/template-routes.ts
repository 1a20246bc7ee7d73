/** Routes on policies that are kept by name and granted to many plugins. */
import { z } from 'zod';
import type { WireError } from '../errors/errors.ts';
import type { PluginState } from '../plugin/plugin-record.ts';
import {
	type DeletedTemplate,
	MAX_TEMPLATES,
	type PolicyTemplate,
	policyTemplateSchema,
	type TemplateFile,
	type TemplateInFile,
	templateIdSchema,
	templateNameSchema,
	templateNoteSchema,
} from '../plugin/policy-template.ts';
import type { Ask } from '../policy/ask.ts';
import { type SecurityPolicy, securityPolicySchema } from '../policy/security-policy.ts';
import { defineRoute } from './define-route.ts';
import { author, name, note, sha256 } from './fields.ts';
import type { CompareAnswer, DescribeAnswer } from './policy-routes.ts';

/** A plugin whose grant in force came from a template. */
export interface TemplateUse {
	readonly plugin: string;
	/** Of the template, when it was applied. */
	readonly version: number;
	readonly grantVersion: number;
	/** Unix time, ms. */
	readonly at: number;
}

export interface TemplateAnswer {
	readonly template: PolicyTemplate;
	/** By name of the plugin. */
	readonly uses: readonly TemplateUse[];
}

/** What applying a template would do to one plugin. */
export interface ApplyPreviewLine {
	readonly plugin: string;
	readonly state: PluginState;
	/** What it is decided on; 0: nobody decided yet. */
	readonly grantVersion: number;
	/** Of the module that was looked at. Null: nothing could be read. */
	readonly sha256: string | null;
	/** The same of its manifest. */
	readonly manifestSha256: string | null;
	/** The grant that is replaced; everything denied where nobody decided. */
	readonly before: SecurityPolicy;
	/** What would be in force: the template, narrowed by the plugin's own limits and the ceilings. */
	readonly effective: SecurityPolicy;
	/** From the grant in force to the template. */
	readonly changes: CompareAnswer;
	/** What the template allows and the plugin does not ask for. */
	readonly beyond: readonly Ask[];
	/** The grant in force came from this version of the template: it gets no new one. */
	readonly same: boolean;
	/** Why the template cannot be applied to it; then it is applied to none. */
	readonly problem: WireError | null;
}

export interface ApplyPreview {
	readonly template: PolicyTemplate;
	readonly plugins: readonly ApplyPreviewLine[];
}

export interface AppliedAnswer {
	/** By which it is undone: 12 hexadecimal digits. */
	readonly application: string;
	readonly applied: readonly { readonly plugin: string; readonly grantVersion: number }[];
	/** Plugins whose grants came from this version already. */
	readonly same: readonly string[];
}

export interface UndoneAnswer {
	readonly undone: readonly string[];
	/** Plugins on which somebody decided since: their grants stay. */
	readonly left: readonly string[];
}

/** A template in a file that is looked through. */
export interface OfferedTemplate extends TemplateInFile {
	/** What it would allow, and what is wrong with it on this computer. */
	readonly described: DescribeAnswer;
	/** A template of its name is here: `same` says as much, `other` does not. */
	readonly here: 'none' | 'same' | 'other';
}

/** What becomes of a template whose name is taken here by one that says something else. */
export const collisionChoices = ['skip', 'replace', 'both'] as const;
export type CollisionChoice = (typeof collisionChoices)[number];

export interface ImportedAnswer {
	readonly made: readonly PolicyTemplate[];
	readonly replaced: readonly PolicyTemplate[];
	/** Names of those that were left out, or were here already. */
	readonly skipped: readonly string[];
}

const id = templateIdSchema;
const text = z.string().max(8 * 1024 * 1024);
const plugins = z.array(name).min(1).max(1000);

export const templateRoutes = {
	/** By name. */
	'templates.list': defineRoute<readonly TemplateAnswer[]>()('read', z.strictObject({})),
	/** By its id or its name. */
	'templates.get': defineRoute<TemplateAnswer>()(
		'read',
		z.union([z.strictObject({ id }), z.strictObject({ name: z.string().min(1).max(200) })]),
	),
	/** Without an id: a new one. With one, what is given is changed. */
	'templates.save': defineRoute<PolicyTemplate>()(
		'write',
		z.union([
			z.strictObject({ name: templateNameSchema, note: templateNoteSchema.default(''), policy: securityPolicySchema }),
			z.strictObject({
				id,
				name: templateNameSchema.optional(),
				note: templateNoteSchema.optional(),
				policy: securityPolicySchema.optional(),
				/** Another version that is kept by then is a `conflict`. */
				expectedVersion: z.int().min(1).optional(),
			}),
		]),
	),
	/** To the trash. Answers what was removed, for `templates.restore`. Grants that came from it stay. */
	'templates.remove': defineRoute<PolicyTemplate>()('write', z.strictObject({ id })),
	'templates.restore': defineRoute<PolicyTemplate>()('write', z.strictObject({ template: policyTemplateSchema })),
	/** Those in the trash, the one that was deleted last first. */
	'templates.deleted': defineRoute<readonly DeletedTemplate[]>()('read', z.strictObject({})),
	/** Those in the trash, for good; without ids: all of them. */
	'templates.purge': defineRoute<{ readonly removed: number }>()(
		'write',
		z.strictObject({ ids: z.array(id).max(1000).optional() }),
	),
	'templates.preview': defineRoute<ApplyPreview>()('read', z.strictObject({ id, plugins })),
	/** Replaces the grants of all these plugins, or of none where one of them cannot have it. */
	'templates.apply': defineRoute<AppliedAnswer>()(
		'write',
		z.strictObject({
			id,
			/** Of the template: what was looked at. */
			version: z.int().min(1).optional(),
			plugins: z
				.array(
					z.strictObject({
						name,
						expectedVersion: z.int().min(0).optional(),
						sha256: sha256.optional(),
						manifestSha256: sha256.optional(),
					}),
				)
				.min(1)
				.max(1000),
			author,
			note,
		}),
	),
	/** Gives back what an application replaced, wherever its grant is still in force. */
	'templates.undo': defineRoute<UndoneAnswer>()('write', z.strictObject({ application: id, author, note })),
	/** As a file of templates; without ids: all. */
	'templates.export': defineRoute<{ readonly file: TemplateFile; readonly text: string }>()(
		'read',
		z.strictObject({ ids: z.array(id).min(1).max(MAX_TEMPLATES).optional() }),
	),
	/** Looks through the text of such a file; nothing is kept. */
	'templates.offered': defineRoute<{ readonly templates: readonly OfferedTemplate[] }>()(
		'read',
		z.strictObject({ text }),
	),
	/** All of them are kept, or none. Without a choice for a name that is taken it is a `conflict`. */
	'templates.import': defineRoute<ImportedAnswer>()(
		'write',
		z.strictObject({
			text,
			/** By name. */
			choices: z.record(z.string(), z.enum(collisionChoices)).default({}),
			/** For those that are not named there. */
			others: z.enum(collisionChoices).optional(),
		}),
	),
} as const;
