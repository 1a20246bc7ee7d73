import { isDeepStrictEqual } from 'node:util';
import type { RouteParsed } from '../../../shared/api/routes.ts';
import type { ImportedAnswer, OfferedTemplate } from '../../../shared/api/template-routes.ts';
import { DataFlareError } from '../../../shared/errors/errors.ts';
import { because } from '../../../shared/errors/failure-reason.ts';
import { describeIssues } from '../../../shared/issues/describe-issues.ts';
import { describeJsonProblem, findJsonProblem } from '../../../shared/json/json-problem.ts';
import {
	MAX_TEMPLATE_FILE_BYTES,
	MAX_TEMPLATES_IN_FILE,
	type PolicyTemplate,
	TEMPLATE_FILE_FORMAT,
	TEMPLATE_FILE_SCHEMA,
	type TemplateFile,
	type TemplateInFile,
	templateFileSchema,
} from '../../../shared/plugin/policy-template.ts';
import { checkPolicy } from '../../policy/check-policy.ts';
import { findJsonFlaw, holdsTooMuch, MAX_JSON_DEPTH, MAX_JSON_PARTS } from '../../registry/package/scan-json.ts';
import { describePolicy } from '../policy-handlers.ts';
import { addTemplate, newId, requireTemplate, type TemplateDeps } from './keep-templates.ts';

/** By name. What could not be imported again is not written. */
export function exportTemplates(
	deps: TemplateDeps,
	ids: readonly string[] | undefined,
): { readonly file: TemplateFile; readonly text: string } {
	const chosen = ids === undefined ? deps.store.templates.list() : ids.map((id) => requireTemplate(deps, id));
	if (chosen.length === 0 || chosen.length > MAX_TEMPLATES_IN_FILE) {
		throw invalid('templates', `a file holds 1 to ${MAX_TEMPLATES_IN_FILE} templates; these are ${chosen.length}.`, {
			hint: chosen.length === 0 ? 'Make a template first.' : 'Export fewer at once.',
		});
	}
	const templates = chosen
		.toSorted((left, right) => (left.name < right.name ? -1 : 1))
		.map(({ name, note, policy }) => ({ name, note, policy }));
	const file: TemplateFile = { $schema: TEMPLATE_FILE_SCHEMA, format: TEMPLATE_FILE_FORMAT, templates };
	const text = `${JSON.stringify(file, null, 2)}\n`;
	refuseLarge(text, 'Export fewer at once.');
	return { file, text };
}

/** What a file holds, what each template would allow here, and which names are taken. Nothing is kept. */
export function offeredTemplates(deps: TemplateDeps, text: string): { readonly templates: readonly OfferedTemplate[] } {
	return {
		templates: readTemplates(text).map((template) => ({
			...template,
			described: describePolicy(deps, template.policy),
			here: hereOf(deps, template),
		})),
	};
}

/** All or nothing. Each policy is checked as a grant is; nothing is granted to any plugin. */
export function importTemplates(deps: TemplateDeps, asked: RouteParsed<'templates.import'>): ImportedAnswer {
	const { store, bus, ownPlaces } = deps;
	const offered = readTemplates(asked.text).map((template) => {
		const here = hereOf(deps, template);
		const chosen = Object.hasOwn(asked.choices, template.name) ? asked.choices[template.name] : asked.others;
		return {
			template,
			here,
			choice: here === 'same' ? ('skip' as const) : here === 'none' ? ('both' as const) : chosen,
		};
	});
	const taken = offered.filter(({ choice }) => choice === undefined).map(({ template }) => template.name);
	if (taken.length > 0) throw collide(taken);
	const own = ownPlaces();
	for (const { template, choice } of offered) if (choice !== 'skip') checkNamed(template, own);
	const answer = store.together((): ImportedAnswer => {
		const made: PolicyTemplate[] = [];
		const replaced: PolicyTemplate[] = [];
		const skipped: string[] = [];
		const now = Date.now();
		for (const { template, choice } of offered) {
			const { name, note, policy } = template;
			const before = store.templates.named(name);
			if (choice === 'skip') skipped.push(name);
			else if (choice === 'replace' && before !== null) {
				const next = { ...before, version: before.version + 1, note, policy, changedAt: now };
				store.templates.put(next);
				replaced.push(next);
			} else {
				const free = before === null ? name : freeName(deps, name);
				made.push(
					addTemplate(deps, { id: newId(), version: 1, name: free, note, policy, madeAt: now, changedAt: now }),
				);
			}
		}
		return { made, replaced, skipped };
	});
	for (const { id } of [...answer.made, ...answer.replaced]) bus.emit('templates.changed', { id });
	return answer;
}

/** Throws `configuration` naming the first thing that is wrong and where. */
function readTemplates(given: string): readonly TemplateInFile[] {
	const text = given.replace(/^\uFEFF/, '');
	refuseLarge(text, 'Choose a file of policy templates; split it where it holds too many.');
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch (thrown) {
		const { line, column } = findJsonProblem(text) ?? { line: 1, column: 1 };
		throw new DataFlareError('configuration', `This is not JSON: ${describeJsonProblem(text)}.`, {
			hint: 'Choose a file of policy templates, as they are exported.',
			details: because('templates_not_json', { line, column }),
			cause: thrown,
		});
	}
	const flaw = findJsonFlaw(text, MAX_JSON_DEPTH);
	if (flaw !== null) {
		const line = text.slice(0, flaw.at).split('\n').length;
		throw invalid(`line ${line}`, flaws[flaw.kind], { hint: 'Fix the file at that place.' });
	}
	const parsed = templateFileSchema.safeParse(value);
	if (!parsed.success) {
		const report = describeIssues(templateFileSchema, parsed.error, value, 'the file');
		throw invalid(report.path || 'the file', `${report.text.slice((report.path || 'the file').length + 2)}.`, {
			hint: `${report.hint} A file of policy templates has "$schema", "format" and a list of "templates".`,
		});
	}
	const names = new Set<string>();
	for (const [at, { name }] of parsed.data.templates.entries()) {
		if (names.has(name))
			throw invalid(`templates[${at}].name`, `"${name}" stands twice in the file.`, {
				hint: 'Give one of them another name.',
			});
		names.add(name);
	}
	return parsed.data.templates;
}

const flaws = {
	duplicate: 'a key stands twice in the same object.',
	proto: 'this is not allowed as a key.',
	number: 'a number stands there that cannot be kept exactly.',
	depth: `it is nested deeper than ${MAX_JSON_DEPTH} levels.`,
} as const;

function refuseLarge(text: string, hint: string): void {
	const size = Buffer.byteLength(text);
	if (size > MAX_TEMPLATE_FILE_BYTES) {
		throw new DataFlareError(
			'configuration',
			`A file of policy templates holds at most 4 MiB; this has ${size.toLocaleString('en')} bytes.`,
			{
				hint,
				details: because('templates_too_large', { sizeBytes: size, maxBytes: MAX_TEMPLATE_FILE_BYTES }),
			},
		);
	}
	if (holdsTooMuch(text)) {
		throw invalid('the file', `it holds more than ${MAX_JSON_PARTS.toLocaleString('en')} keys and values.`, { hint });
	}
}

function checkNamed(template: TemplateInFile, own: ReturnType<TemplateDeps['ownPlaces']>): void {
	try {
		checkPolicy(template.policy, {}, own);
	} catch (thrown) {
		if (!(thrown instanceof DataFlareError)) throw thrown;
		throw thrown.with({
			message: `The template ${template.name}: ${thrown.message}`,
			details: { template: template.name },
		});
	}
}

function hereOf({ store }: TemplateDeps, { name, policy }: TemplateInFile): OfferedTemplate['here'] {
	const here = store.templates.named(name);
	return here === null ? 'none' : isDeepStrictEqual(here.policy, policy) ? 'same' : 'other';
}

/** `name-2`, `name-3` …, within what a name may be. */
function freeName({ store }: TemplateDeps, name: string): string {
	for (let number = 2; ; number++) {
		const end = `-${number}`;
		const free = `${name.slice(0, 64 - end.length)}${end}`;
		if (store.templates.named(free) === null) return free;
	}
}

function invalid(path: string, message: string, { hint }: { readonly hint: string }): DataFlareError {
	return new DataFlareError('configuration', `${path}: ${message}`, {
		hint,
		details: because('templates_invalid', { path }),
	});
}

function collide(names: readonly string[]): DataFlareError {
	const named = names.slice(0, 10).join(', ');
	const more = names.length > 10 ? ` and ${names.length - 10} more` : '';
	return new DataFlareError(
		'conflict',
		`Templates with these names are here already and say something else: ${named}${more}.`,
		{
			hint: 'Say of each whether it is left out, replaces the one that is here, or is kept beside it under another name.',
			details: { ...because('templates_collide', { named, count: names.length }), names: [...names] },
		},
	);
}
