/** Writing, building and testing a plugin: what went wrong, and what its author can do about it. */
export const authoringFailures = {
	folder_not_empty: {
		text: '{{path}} is not empty.',
		hint: 'Choose a folder that does not exist yet, or an empty one.',
	},
	no_templates: {
		text: 'This installation cannot create new plugins: its templates are missing.',
		hint: 'Install the program again.',
	},
	no_recipe: {
		text: '{{path}} does not say how its module is built.',
		hint: 'Add a build.json with the commands that build it.',
	},
	recipe_invalid: { text: '{{file}} cannot be followed ({{path}}).', hint: 'Fix it there.' },
	builds_off: {
		text: 'This window does not run builds, which no sandbox contains.',
		hint: 'Build the plugin from a terminal.',
	},
	build_changed: {
		text: 'The commands of this build changed after they were shown. Nothing was run.',
		hint: 'Build it again, and look at them.',
	},
	build_unshown: {
		text: 'The commands of this build are too long to be shown before they run.',
		hint: 'Build the plugin from a terminal.',
	},
	build_asked: {
		text: 'The commands of another build are being shown.',
		hint: 'Answer that question first.',
	},
	tool_missing: {
		text: '{{tool}} was not found, or cannot compile for WebAssembly.',
		hint: 'Install it: {{install}}.',
	},
	build_failed: { text: '{{tool}} failed ({{status}}).', hint: 'Its messages say what to fix.' },
	build_made_nothing: {
		text: 'The build did not write {{module}}.',
		hint: 'The last command in build.json has to write the file that “module_path” names.',
	},
	case_invalid: { text: 'The case {{file}} cannot be used ({{path}}).', hint: 'Fix it there.' },
	no_cases: { text: 'There are no cases in {{path}}.', hint: 'Add one, as a JSON file in this folder.' },
} as const;
