/** What keeps a flow from being read, kept or run, and what a person can do about it. */
export const flowFailures = {
	flow_unreadable: { text: 'The flow file {{path}} cannot be read.', hint: 'Check the path.' },
	flow_not_json: { text: '{{file}} is not JSON.', hint: 'The technical details say where to fix it.' },
	flow_invalid: {
		text: '{{file}} is not a valid flow.',
		hint: 'A flow has a name and a list of components, each a plugin or a part of the program, with what it takes from.',
	},
	flow_name_taken: {
		text: 'Two components are named {{name}}.',
		hint: 'Give one of them another name, so that others can say which they take from.',
	},
	flow_use_and_plugin: { text: '{{name}} names a plugin and a part of the program.', hint: 'Keep one of the two.' },
	flow_unknown_input: {
		text: '{{name}} takes from {{input}}, and there is no such component or port.',
		hint: 'Choose a component of this flow, and one of its ports.',
	},
	flow_input_twice: { text: '{{name}} takes from {{input}} twice.', hint: 'Keep it once.' },
	flow_cycle: { text: 'Records would go round without end: {{through}}.', hint: 'Remove one of these connections.' },
	flow_needs_input: {
		text: '{{name}} is a {{type}}, and takes from nothing.',
		hint: 'Connect it to a component that gives it records.',
	},
	flow_takes_no_input: {
		text: '{{name}} is a {{type}}, which takes no records from others.',
		hint: 'Remove its inputs, or put another component in its place.',
	},
	flow_no_port: {
		text: '{{name}} takes from {{input}}, but nothing comes out of a {{type}} there.',
		hint: 'Take from another port, or from another component.',
	},
	flow_failed_unused: {
		text: 'Nothing comes out of {{name}} where records that failed would, because the first of them ends the run.',
		hint: 'Let it skip records that fail or set them aside, or remove the connection.',
	},
	flow_workers: {
		text: '{{name}} is a {{type}}, which keeps something between records, so its work cannot be shared.',
		hint: 'Leave it with one worker.',
	},
	flow_not_for_built_in: {
		text: '{{name}} is a part of the program ({{use}}), for which {{key}} means nothing.',
		hint: 'Leave that out.',
	},
	flow_config_invalid: {
		text: '{{name}}: {{path}} is not what it should be.',
		hint: 'The technical details say what it should be.',
	},
	flow_encodings: {
		text: '{{name}} cannot take what {{before}} gives: one works on JSON records and the other on bytes.',
		hint: 'Put a component between the two that takes the one and gives the other.',
	},
	flow_same_file: {
		text: '{{name}} and {{other}} use the same file, {{path}}.',
		hint: 'Give one of them another file.',
	},
	flow_path_relative: {
		text: '{{name}}: {{path}} says in no folder that it begins in.',
		hint: 'Write the whole path.',
	},
	flow_not_granted: {
		text: '{{name}}: the policy of {{plugin}} does not allow {{target}}.',
		hint: 'Allow it in the plugin’s policy, or choose something that is allowed.',
	},
	flow_not_kept: { text: 'There is no flow named {{name}}.', hint: 'Look at the list of flows.' },
	flow_version_gone: { text: 'The flow {{name}} has no version {{version}}.', hint: 'Look at its versions.' },
	flow_changed_since: {
		text: 'The flow {{name}} was changed elsewhere since it was opened.',
		hint: 'Open it again, or keep yours under another name.',
	},
	flow_kept_already: { text: 'There is a flow named {{name}} already.', hint: 'Choose another name.' },
	flows_full: { text: 'No more than {{max}} flows are kept.', hint: 'Delete one that is not needed any more.' },
	flow_file_exists: {
		text: '{{path}} exists already and would be replaced.',
		hint: 'Choose another name, or confirm that it may be replaced.',
	},
	schedule_unclear: {
		text: '“{{cron}}” says no times.',
		hint: 'Write five fields: minute, hour, day of the month, month, day of the week.',
	},
	trigger_component: {
		text: '{{component}} of the flow {{flow}} is no read-file, so it cannot read what appears in a folder.',
		hint: 'Choose a component that reads a file.',
	},
	trigger_not_set: {
		text: 'Nothing starts the flow {{flow}} by itself.',
		hint: 'Set a schedule or a folder for it first.',
	},
	trigger_damaged: {
		text: 'What is kept of how the flow {{flow}} starts cannot be read.',
		hint: 'Set it anew, or remove it.',
	},
	trigger_folder_gone: {
		text: 'The folder {{folder}} is not there.',
		hint: 'Make the folder, or name another one. It is looked for again by itself.',
	},
	trigger_folder_full: {
		text: 'The folder {{folder}} has more than {{max}} names.',
		hint: 'Move files elsewhere that were read. It is looked through again by itself.',
	},
	trigger_folder_unreadable: {
		text: 'The folder {{folder}} cannot be read ({{cause}}).',
		hint: 'See to it that the folder may be read. It is looked through again by itself.',
	},
	trigger_file_unreadable: {
		text: '{{path}} cannot be read ({{system}}).',
		hint: 'See to it that the file may be read. It is tried again by itself.',
	},
	trigger_file_nameless: {
		text: 'The name of a file in {{folder}} is no valid UTF-8: {{name}}.',
		hint: 'Rename the file. It is left until then.',
	},
	trigger_own_output: {
		text: '{{component}} writes to {{path}}, where its files would start the flow {{flow}} again.',
		hint: 'Watch another folder, or let the flow write to another one.',
	},
} as const;
