import { z } from 'zod';
import { isDeviceName } from '../device-name.ts';
import { type SecurityPolicy, securityPolicySchema } from '../policy/security-policy.ts';
import { pluginNameSchema } from './manifest.ts';

/** A policy that a person keeps under a name, to grant it to many plugins. By itself it allows nothing. */
export interface PolicyTemplate {
	/** 12 hexadecimal digits; stays while its name changes. */
	readonly id: string;
	/** 1, 2, 3 …: of its policy. Another name or note is no other version. */
	readonly version: number;
	/** No two templates have the same. */
	readonly name: string;
	readonly note: string;
	readonly policy: SecurityPolicy;
	/** Unix time, ms. */
	readonly madeAt: number;
	/** Unix time, ms: its policy, name or note. */
	readonly changedAt: number;
}

/** A template in the trash. */
export interface DeletedTemplate {
	readonly template: PolicyTemplate;
	/** Unix time, ms. */
	readonly deletedAt: number;
}

/** So many are kept: lists of them are answered whole. */
export const MAX_TEMPLATES = 1000;
/** The largest file of templates that is read, bytes. */
export const MAX_TEMPLATE_FILE_BYTES = 4 * 1024 * 1024;
/** The most templates that one file holds. */
export const MAX_TEMPLATES_IN_FILE = 200;

export const templateIdSchema = z.string().regex(/^[0-9a-f]{12}$/, 'must be 12 hexadecimal digits');

/** As plugins are named: a word for the command line, and for the name of a file. */
export const templateNameSchema = pluginNameSchema.refine((name) => !isDeviceName(name), {
	error: 'is the name of a device on Windows',
	params: { hint: 'Give the template another name.' },
});

export const templateNoteSchema = z.string().max(2000);

/** A template as it is handed back whole, e.g. to undo that it was deleted. */
export const policyTemplateSchema = z.strictObject({
	id: templateIdSchema,
	version: z.int().min(1),
	name: templateNameSchema,
	note: templateNoteSchema,
	policy: securityPolicySchema,
	madeAt: z.int().min(0),
	changedAt: z.int().min(0),
});

/** What a file of templates says that it is. */
export const TEMPLATE_FILE_SCHEMA = 'dataflare/policy-templates';
export const TEMPLATE_FILE_FORMAT = 1;

/** A file of templates: what a person exports, and what another one looks through before importing it. */
export const templateFileSchema = z.strictObject({
	$schema: z.literal(TEMPLATE_FILE_SCHEMA),
	format: z.literal(TEMPLATE_FILE_FORMAT),
	templates: z
		.array(
			z.strictObject({
				name: templateNameSchema,
				note: templateNoteSchema.default(''),
				policy: securityPolicySchema,
			}),
		)
		.min(1)
		.max(MAX_TEMPLATES_IN_FILE),
});

export type TemplateFile = Readonly<z.output<typeof templateFileSchema>>;
export type TemplateInFile = TemplateFile['templates'][number];
