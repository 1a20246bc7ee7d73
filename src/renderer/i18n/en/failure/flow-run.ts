/** What ended a run of a flow, or keeps it from going on, and what a person can do about it. */
export const flowRunFailures = {
	flow_record_too_large: {
		text: 'Record {{record}} of {{component}} is larger than a plugin is given ({{sizeBytes}}; at most {{maxBytes}}).',
		hint: 'Let the component skip such records, or set them aside.',
	},
	flow_state_lost: {
		text: 'What the plugin had kept of the records before is lost, and the flow cannot go back to before that.',
		hint: 'Find the record that it fails on, or use a plugin that can save its state.',
	},
	flow_state_damaged: {
		text: 'What a plugin had saved for this checkpoint is missing or damaged: {{path}}',
		hint: 'Run the flow again from its beginning.',
	},
	set_aside_full: {
		text: 'Records that are set aside take {{maxBytes}} already, and no more are kept.',
		hint: 'Replay or delete some of those in the quarantine, then resume the run.',
	},
	set_aside_edit_full: {
		text: 'With this change, records that are set aside would take more than {{maxBytes}}.',
		hint: 'Make the record smaller, delete some of those in the quarantine, or allow more of them in the settings.',
	},
	set_aside_gone: { text: 'This record is not in the quarantine any more.', hint: 'It was deleted, or its run was.' },
	set_aside_mixed: {
		text: 'These records are of different components or flows.',
		hint: 'Choose records of one component of one flow.',
	},
	set_aside_not_json: { text: 'That is not one JSON value.', hint: 'Correct the record, then save it again.' },
	set_aside_none: { text: 'There are no such records in the quarantine.', hint: 'Change the filter.' },
	set_aside_replayed: {
		text: 'One of these records was replayed already, by run {{run}}.',
		hint: 'Choose records that were not, or replay it once more.',
	},
	set_aside_taken: {
		text: 'Run {{run}} is replaying one of these records at this moment.',
		hint: 'Wait for its end, or choose others.',
	},
	not_a_flow_run: { text: 'Run {{run}} is not a run of a flow.', hint: 'Choose a run of a flow.' },
	run_goes_on: { text: 'Run {{run}} is still under way.', hint: 'Wait for its end, or cancel it.' },
	run_ended_well: { text: 'Run {{run}} ended well, so there is nothing left to do.', hint: 'Run the flow again.' },
	run_continued: { text: 'Run {{run}} was resumed already, as {{by}}.', hint: 'Open that run.' },
	run_not_resumable: {
		text: 'Run {{run}} has no checkpoint to go on from.',
		hint: 'Run the flow again from its beginning.',
	},
	resume_differs: {
		text: 'Something is not as it was when run {{run}} ended.',
		hint: 'Look at what differs, then accept it or run the flow again.',
	},
	resume_other_version: {
		text: '{{component}}: {{plugin}} has another version now.',
		hint: 'Go back to the version it had, or accept the difference.',
	},
	resume_other_grant: {
		text: '{{component}}: the policy of {{plugin}} was changed.',
		hint: 'Look at its policy, then accept the difference.',
	},
	resume_other_config: {
		text: '{{component}} is configured differently now.',
		hint: 'Look at its configuration, then accept the difference.',
	},
	resume_other_file: {
		text: '{{component}}: {{path}} is not the file that was read before.',
		hint: 'Put the file back that was there, or run the flow again.',
	},
	trial_built_in: {
		text: '{{name}} is a part of the program ({{use}}), which is not tried by itself.',
		hint: 'Choose a component that is a plugin.',
	},
	trial_of_type: {
		text: '{{name}} is a {{type}}. Only a component that takes records and gives some can be tried.',
		hint: 'Choose another component.',
	},
	trial_no_component: {
		text: 'The flow “{{flow}}” has no component at place {{position}}, counted from 0.',
		hint: 'Choose a component of the flow.',
	},
	trial_not_json: {
		text: 'Record {{record}} of the trial is not one JSON value.',
		hint: 'Give each record as JSON.',
	},
	trial_not_bytes: {
		text: 'The component takes bytes, and record {{record}} is neither text nor base64.',
		hint: 'Choose records of text or bytes.',
	},
	trial_too_large: {
		text: 'The records of a trial, or what comes out of it, are more than {{maxBytes}}.',
		hint: 'Try fewer records, or smaller ones.',
	},
	trial_too_long: { text: 'The trial took longer than {{limitMs}} and was ended.', hint: 'Try fewer records.' },
} as const;
