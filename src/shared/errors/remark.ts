import type { PowerName } from '../policy/powers.ts';
import { inQuotes, shortQuoted } from '../quoted.ts';

/** What is said of a plugin or the program that stops nothing, and the facts that its sentence needs. */
export interface RemarkFacts {
	/** In a manifest. */
	readonly unknown_key: { readonly key: string };
	/** In a manifest; `near` is what was probably meant. */
	readonly unknown_key_near: { readonly key: string; readonly near: string };
	readonly more_unknown_keys: { readonly more: number };
	/** The schema of a plugin's configuration is not used; `at` is the place in it. */
	readonly schema_not_object: { readonly at: string };
	readonly schema_too_large: { readonly at: string };
	readonly schema_too_deep: { readonly at: string };
	readonly schema_remote: { readonly at: string };
	readonly schema_reference: { readonly at: string };
	readonly schema_keyword: { readonly at: string };
	readonly schema_malformed: { readonly at: string };
	/** One of its patterns is not checked, the rest is. */
	readonly schema_pattern: { readonly at: string };
	/** A manifest's own configuration is not as its schema has it; `problem` is a sentence's part in English. */
	readonly config_unlike_schema: { readonly path: string; readonly problem: string };
	/** What a manifest calls its version; `other`: what it says in its metadata. */
	readonly version_not_semver: { readonly version: string };
	readonly version_twice: { readonly version: string; readonly other: string };
	/** `key` is the schema of what a plugin takes or gives, `code` why it cannot be followed. */
	readonly record_schema_unused: { readonly key: string; readonly at: string; readonly code: string };
	/** A reason for what is not asked for, or a wish to do without it. */
	readonly nothing_asked: { readonly key: string };
	readonly nothing_asked_near: { readonly key: string; readonly near: string };
	/** A version that takes another's place; `than`: what that one calls itself. */
	readonly version_older: { readonly version: string; readonly than: string };
	readonly version_unordered: { readonly version: string; readonly than: string };
	readonly version_unsaid: { readonly than: string };
	/** The files of a plugin cannot be used; `why` is a sentence in English. */
	readonly version_in_force: { readonly why: string };
	/** `imports`: names of host functions, as a list in one text. */
	readonly imports_unasked: { readonly power: PowerName; readonly imports: string };
	readonly asks_unused: { readonly power: PowerName };
	/** Another plugin of the name left data, which is kept in `path`. */
	readonly data_left: { readonly path: string };
	readonly data_folder_was_open: { readonly path: string };
	readonly plugins_folder_was_open: { readonly path: string };
	readonly history_set_aside: { readonly path: string; readonly why: string };
	/** Times of a flow's schedule passed while no program ran, or the computer slept: how many, and the first, as `2026-01-31 07:30`. */
	readonly flow_times_missed: { readonly name: string; readonly times: string; readonly since: string };
	/** Of a component of a flow: a run of it that ends early begins anew, and why. */
	readonly flow_state_unsaved: { readonly name: string; readonly plugin: string };
	readonly flow_program_holds: { readonly name: string };
	readonly flow_output_special: { readonly name: string; readonly path: string };
	/** Of a component of a flow: it keeps records whole that come to or from a plugin which takes sensitive input. */
	readonly flow_aside_sensitive: { readonly name: string; readonly plugin: string };
	readonly flow_preview_sensitive: { readonly name: string; readonly plugin: string };
	readonly preload_unknown: { readonly name: string; readonly near: string };
	/** Advice to a plugin's author, of what is missing or old. */
	readonly advice_no_readme: Readonly<Record<never, never>>;
	readonly advice_no_description: Readonly<Record<never, never>>;
	readonly advice_no_version: Readonly<Record<never, never>>;
	readonly advice_no_licence: Readonly<Record<never, never>>;
	readonly advice_no_changelog: Readonly<Record<never, never>>;
	readonly advice_no_schema: Readonly<Record<never, never>>;
	readonly advice_no_cases: Readonly<Record<never, never>>;
	readonly advice_no_sample: Readonly<Record<never, never>>;
	readonly advice_source_newer: { readonly path: string };
	readonly advice_name_installed: { readonly name: string };
	/** Noted by an older version: its sentence is all that is known. */
	readonly noted: Readonly<Record<never, never>>;
}

export type RemarkReason = keyof RemarkFacts;

/** A remark: its sentence in English, and what a face says it from in its own language. */
export type Remark = {
	readonly [R in RemarkReason]: { readonly reason: R; readonly facts: RemarkFacts[R]; readonly text: string };
}[RemarkReason];

const powerWords: Readonly<Record<PowerName, string>> = {
	files: 'files',
	network: 'the network',
	environment: 'environment variables',
};

const staysJson = 'it is not used, and the configuration is edited as JSON';

const sentences: { readonly [R in Exclude<RemarkReason, 'noted'>]: (facts: RemarkFacts[R]) => string } = {
	unknown_key: ({ key }) => `"${key}" is not a known key; it is kept but not used.`,
	unknown_key_near: ({ key, near }) =>
		`"${key}" is not a known key (did you mean "${near}"?); it is kept but not used.`,
	more_unknown_keys: ({ more }) => `${more} more keys are not known; they are kept but not used.`,
	schema_not_object: () => `"config_schema" is not an object; ${staysJson}.`,
	schema_too_large: ({ at }) => `"config_schema" is too large (${at}); ${staysJson}.`,
	schema_too_deep: () => `"config_schema" is nested too deeply; ${staysJson}.`,
	schema_remote: ({ at }) => `"config_schema" refers to something outside itself (${at}); ${staysJson}.`,
	schema_reference: ({ at }) => `"config_schema" refers to a schema that is not there (${at}); ${staysJson}.`,
	schema_keyword: ({ at }) => `"config_schema" uses a keyword that is not supported (${at}); ${staysJson}.`,
	schema_malformed: ({ at }) => `"config_schema" is not valid JSON Schema (${at}); ${staysJson}.`,
	schema_pattern: ({ at }) =>
		`"config_schema" has a pattern that is not checked (${at}): it uses back-references or look-around, or is too large. The rest is checked.`,
	config_unlike_schema: ({ path, problem }) => `"${path}" does not fit "config_schema": ${problem}.`,
	version_not_semver: ({ version }) =>
		`"version" is ${version}, which is not a semantic version such as "1.2.0"; it is shown, but updates cannot be put in order by it.`,
	version_twice: ({ version, other }) =>
		`"version" is ${version}, but "metadata.version" is ${other}; the first one counts.`,
	record_schema_unused: ({ key, at, code }) =>
		`"${key}" cannot be followed (${at}; ${code}); nothing is concluded from it.`,
	nothing_asked: ({ key }) => `${key} is nothing that "security_policy" asks for, so it has no effect.`,
	nothing_asked_near: ({ key, near }) =>
		`${key} is nothing that "security_policy" asks for (did you mean ${inQuotes(near)}?), so it has no effect.`,
	version_older: ({ version, than }) =>
		`Its version, ${shortQuoted(version)}, is older than the one before it, ${shortQuoted(than)}: what that one mended may come back.`,
	version_unordered: ({ version, than }) =>
		`Whether its version, ${shortQuoted(version)}, is older than the one before it, ${shortQuoted(than)}, cannot be told.`,
	version_unsaid: ({ than }) =>
		`It says no version; the one before it was ${shortQuoted(than)}, and whether this is older cannot be told.`,
	version_in_force: ({ why }) => `Its files cannot be used, so this is the version in use: ${why}`,
	imports_unasked: ({ power, imports }) =>
		`Its code can call ${imports}, but it does not ask for ${powerWords[power]}.`,
	asks_unused: ({ power }) => `It asks for ${powerWords[power]}, but its code cannot use them.`,
	data_left: ({ path }) =>
		`Another plugin with this name left data behind. This one does not get it; it is kept in ${path}.`,
	data_folder_was_open: ({ path }) => `Other users could read the data folder ${path}. Only you can now.`,
	plugins_folder_was_open: ({ path }) => `Other users could write to the plugins folder ${path}. They no longer can.`,
	history_set_aside: ({ path, why }) =>
		`The history could not be read (${why}). It was moved to ${path}, and a new one was started.`,
	flow_times_missed: ({ name, times, since }) =>
		`The flow "${name}" did not run at its times from ${since} on: the program was not running, or the computer slept. Missed times: ${times}.`,
	flow_state_unsaved: ({ name, plugin }) =>
		`A run that ends early begins anew: "${name}" keeps something between records, and ${plugin} has no save_state and load_state to save it with.`,
	flow_program_holds: ({ name }) =>
		`A run that ends early begins anew: "${name}" is a program that may hold back what it has read. With "on_error" set to "skip" or "quarantine", a processor, transformer or filter is run anew for each batch.`,
	flow_output_special: ({ name, path }) =>
		`A run that ends early begins anew: "${name}" writes to ${path}, a pipe or a device, and what is written there cannot be taken back.`,
	flow_aside_sensitive: ({ name, plugin }) =>
		`"${name}" sets records aside, which keeps them whole with the run, although ${plugin} takes sensitive input.`,
	flow_preview_sensitive: ({ name, plugin }) =>
		`"${name}" keeps records with the run, although ${plugin} takes sensitive input.`,
	preload_unknown: ({ name, near }) =>
		`createCore was told to preload "${name}", but no plugin of that name is installed${near === '' ? '' : ` (did you mean "${near}"?)`}.`,
	advice_no_readme: () => 'There is no README.md, which people see before they install it.',
	advice_no_description: () => '"metadata" has no "description", the sentence that lists show.',
	advice_no_version: () => '"metadata" has no "version", so that its versions are told apart by their hashes alone.',
	advice_no_licence: () => '"metadata" has no "license": without one, nobody may pass it on.',
	advice_no_changelog: () => 'There is no CHANGELOG.md, from which people learn what an update changes.',
	advice_no_schema: () => 'It takes a configuration but has no "config_schema", so that people get no form for it.',
	advice_no_cases: () => 'It has no saved cases, so that nothing shows that it still does what it did.',
	advice_no_sample: () => 'It has no sample input, so that people have nothing to try it on.',
	advice_source_newer: ({ path }) => `${path} is newer than the module: it may not be built from it.`,
	advice_name_installed: ({ name }) =>
		`A plugin named ${name} with another module is installed: this one would replace it.`,
};

export function remark<R extends Exclude<RemarkReason, 'noted'>>(reason: R, facts: RemarkFacts[R]): Remark {
	return { reason, facts, text: sentences[reason](facts) } as Remark;
}

/** What an older version noted as a sentence alone. */
export function noted(text: string): Remark {
	return { reason: 'noted', facts: {}, text };
}

export function isRemarkReason(reason: string): reason is RemarkReason {
	return reason === 'noted' || Object.hasOwn(sentences, reason);
}
