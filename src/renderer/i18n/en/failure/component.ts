/** What is wrong with a WebAssembly component. */
export const componentFailures = {
	component_invalid: {
		text: 'The component is invalid.',
		hint: 'Either the tool that built it is at fault, or the file is damaged. Build or download it again.',
	},
	component_too_large: {
		text: 'The component is too large to be made ready to run: the limit is {{mostBytes}}.',
		hint: 'Build it for size, without debug information, and with fewer imports and exports.',
	},
	component_wasi_0_3: {
		text: 'The component was built for WASI 0.3, which is not available here. It uses {{named}}.',
		hint: 'Build it for WASI 0.2.',
	},
	component_imports: {
		text: 'The component imports something that is not available here: {{named}}.',
		hint: 'Build it against the worlds of DataFlare’s WIT package and WASI 0.2, without these interfaces.',
	},
	component_no_role: {
		text: 'The component does nothing that a plugin does. It exports: {{named}}.',
		hint: 'Build it for one of the worlds of DataFlare’s WIT package, such as transformer-plugin, or as a command (wasi:cli/command).',
	},
	component_types: {
		text: 'The component’s {{function}} is not the function that a plugin has. Expected: {{expected}}. Found: {{found}}.',
		hint: 'Build it against DataFlare’s WIT package as it is, without changes to it.',
	},
	component_names: {
		text: 'The component has names with which it cannot be linked safely: {{named}}.',
		hint: 'The usual tools do not give such names. Ask its author to rename them, or do not trust it.',
	},
	component_unlinkable: {
		text: 'The component cannot be linked.',
		hint: 'Some of its names may clash. Ask its author to rename what it exports.',
	},
} as const;
