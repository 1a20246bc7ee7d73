import type { ErrorDetails, WireError } from '../../shared/errors/errors.ts';
import { type FactsOf, type FailureReason, reasonOf } from '../../shared/errors/failure-reason.ts';

/**
 * What to do next, in commands and options. The engine's own hints are true in every face; where this one has a command
 * for it, it says which. A reason that is not here keeps the engine's.
 */
const hints: { readonly [R in FailureReason]?: (facts: FactsOf<R>, details: ErrorDetails) => string | null } = {
	waiting_for_review: ({ plugin }) =>
		`See what it asks for with \`dataflare inspect ${plugin}\`, then decide with \`dataflare policy set ${plugin}\`.`,
	signer_changed: ({ plugin }) =>
		`See who signed it with \`dataflare inspect ${plugin}\`; to accept that, use \`dataflare policy set ${plugin} --accept-signer FINGERPRINT\` with the fingerprint that it shows (none: where no key signed it).`,
	signature_required: () =>
		'Add its author’s key with `dataflare keys add`, or stop requiring signatures with `dataflare settings set require_signatures false`.',
	key_name_taken: () => 'Choose another name, or rename that one with `dataflare keys rename`.',
	key_known: () => 'Rename that one with `dataflare keys rename` if it should have another name.',
	key_not_found: () => 'See `dataflare keys list`.',
	private_key_passphrase: () => 'Put the passphrase in a file that only you can read, and use --passphrase-file.',
	no_update_source: () =>
		'Name one with --source, or keep one with `dataflare settings set update_source <folder, file or address>`.',
	index_invalid: () => 'Create it with `dataflare index <folder>`.',
	not_offered: () => 'See `dataflare search`.',
	lock_invalid: () => 'Write it with `dataflare lock`.',
	update_unreviewed: ({ name }) => `Look at it with \`dataflare update ${name}\`, and decide.`,
	files_held: ({ name }) => `Use them with \`dataflare unpin ${name}\` and \`dataflare reload ${name}\`.`,
	update_held: ({ name }) => `Release it with \`dataflare unpin ${name}\`, then update it.`,
	skip_in_use: ({ name }) => `To stay at this version, use \`dataflare pin ${name}\`.`,
	disabled: ({ plugin }) => `Enable it with \`dataflare enable ${plugin}\`.`,
	not_disabled: ({ plugin }, { state }) =>
		state === 'waiting_for_review'
			? `Decide its policy with \`dataflare policy set ${plugin}\`.`
			: `Try \`dataflare reload ${plugin}\`.`,
	quarantined: ({ plugin }) =>
		`Replace it with a working version, or try it again with \`dataflare reload ${plugin}\`.`,
	version_not_whole: ({ name }) => `\`dataflare versions ${name}\` says “all” of those whose files are kept.`,
	not_installed: (_, { installed }) =>
		installed === 0 ? 'Install one with `dataflare install <file or folder>`.' : 'See `dataflare list`.',
	package_exists: () => 'Name another file with --out, or use --replace.',
	package_of_installed: () => 'Replace it with `dataflare install <file> --replace`, then remove the file.',
	package_name: () => 'Name a file that ends with .dfplugin with --out, or a folder to put it in.',
	no_recipe: () => 'Write a build.json there, or begin a plugin that has one with `dataflare plugin new`.',
	no_cases: () => 'Add one, then let `dataflare plugin test --update` write what is expected.',
	name_taken: () => 'Replace it with --replace, or give the new one another name in its manifest.',
	id_differs: ({ name }) =>
		`Uninstall the installed one first with \`dataflare uninstall ${name}\`, if this is to take its place.`,
	id_missing: ({ name }) =>
		`Uninstall the installed one first with \`dataflare uninstall ${name}\`, if this is to take its place.`,
	restore_name_taken: ({ name }) =>
		`Uninstall the other one first with \`dataflare uninstall ${name}\` (it goes to the trash, too), then restore this one by its id: \`dataflare trash list\` shows it.`,
	trash_files_changed: () => 'Install the plugin again with `dataflare install`, and decide anew.',
	not_in_trash: () => 'See `dataflare trash list`.',
	preload_no_room: () =>
		'Raise the limit with `dataflare settings set preload_memory <bytes>`, or stop preloading another plugin with `dataflare preload <plugin> --off`.',
	no_interface: ({ plugin }) => `See \`dataflare inspect ${plugin}\` for what its module lacks.`,

	utf16: () => 'Save or export it as UTF-8, convert it with iconv, or use --format bytes for binary data.',
	not_utf8: () => 'Convert the file to UTF-8 first (for example with iconv), or use --format bytes for binary data.',
	json_wanted: () => 'Read it with the csv-source plugin in a chain, or use --format lines to pass each line as text.',
	format_unknown: () => 'Set it with --format ndjson, json, lines or bytes.',
	json_unexpected: () =>
		'Fix the file there, or set the format with --format (ndjson: one value per line; json: one document; lines; bytes).',
	json_empty: () => 'In JSON, a file without records contains []. In NDJSON it may be empty: use --format ndjson.',
	line_too_long: () => 'Check that the file really has one record per line, or use --format bytes for binary data.',
	input_not_json: () => 'Strings need double quotes. In a shell, put the whole value in single quotes.',
	output_is_input: () => 'Choose another place for the output, or use --replace-input.',
	config_invalid: ({ plugin }, { hint }) =>
		`${typeof hint === 'string' ? `${hint} ` : ''}\`dataflare inspect ${plugin} --config\` lists what it takes.`,
	plugin_needs_input: () => 'Name one with --input FILE, or - for standard input.',
	source_needs_file: () => 'Name the file for it to read with --input FILE.',
	destination_needs_file: () => 'Name the file for it to write with --output FILE.',

	chain_invalid: (_, { issues }) =>
		isAboutPolicy(issues) ? 'Leave it out, and use `dataflare policy set` instead.' : null,
	chain_other_module: () => 'Install the module with `dataflare install`, or leave out module_path.',
	chain_module_not_installed: () => 'Install the module with `dataflare install`, or leave out module_path.',

	flow_not_kept: () => 'See `dataflare flow list`, or save one with `dataflare flow save <file>`.',
	flow_version_gone: ({ name }) => `See \`dataflare flow versions ${name}\`.`,
	set_aside_none: () => 'Change the options; --replayed takes in what was replayed already.',
	flow_file_exists: () => 'Name another file, or use --replace.',
	flow_not_granted: ({ plugin }) =>
		`Allow it with \`dataflare policy set ${plugin}\`, or choose something that is allowed.`,
	flows_full: () => 'Remove one with `dataflare flow remove <name>`.',

	template_not_found: () =>
		'List them with `dataflare templates list`, and deleted ones with `dataflare templates deleted`.',
	templates_collide: () => 'Say what becomes of them with --on-taken skip, replace or both.',
	templates_full: () => 'Delete one with `dataflare templates delete <template>`.',
	application_gone: () => 'See `dataflare policy history <plugin>`, and go back with `dataflare policy revert`.',

	run_not_found: () => 'List the runs with `dataflare history list`.',
	history_read_only: () => 'Fix the permissions, or choose another folder with --data-dir.',
	history_unopenable: () =>
		'Check that the data folder exists and that you may write to it, or choose another with --data-dir.',
	history_newer: () => 'Update the program, or choose another folder with --data-dir. The file is unchanged.',
	history_foreign: () => 'Move it elsewhere, or choose another folder with --data-dir. The file is unchanged.',
	plugins_folder_unusable: () => 'Choose another folder with --plugins-dir, or fix its permissions.',
	data_folder_unusable: () => 'Choose another folder with --data-dir, or fix its permissions.',
	port_unusable: () => 'Choose another with --port, or use --port 0 to pick a free one.',
};

/** The hint for a terminal; the engine's where this face has nothing to add. */
export function hintOf(error: Pick<WireError, 'hint' | 'details'>): string | undefined {
	const { details = {} } = error;
	const reason = reasonOf(error);
	const say = reason === null ? undefined : (hints[reason] as Sayer | undefined);
	return say?.(details as Parameters<Sayer>[0], details) ?? error.hint;
}

type Sayer = (facts: { readonly [fact: string]: string | number }, details: ErrorDetails) => string | null;

/** The first of a chain's problems lies in a key that a chain does not take. */
function isAboutPolicy(issues: unknown): boolean {
	const first = Array.isArray(issues) ? (issues[0] as { readonly path?: unknown }) : undefined;
	return typeof first?.path === 'string' && first.path.split('.').at(-1) === 'security_policy';
}
