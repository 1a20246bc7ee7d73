/** Why a run of a flow ended, cannot go on, or cannot set a record aside; facts as in `failure-reason.ts`. */
export const flowRunReasons = {
	/** A single record is more than a plugin is given. */
	flow_record_too_large: ['component', 'record', 'sizeBytes', 'maxBytes'],
	/** A plugin's state went with its instance, and there is nothing to go back to. */
	flow_state_lost: [],
	/** What a plugin saved for a checkpoint is not there as it was. */
	flow_state_damaged: ['path'],
	/** What is set aside leaves no room for another record. */
	set_aside_full: ['maxBytes'],
	/** A record was changed to one that there is no room for. */
	set_aside_edit_full: ['maxBytes'],
	set_aside_gone: [],
	/** Records of one component of one flow are what can be replayed at once. */
	set_aside_mixed: [],
	set_aside_not_json: [],
	set_aside_none: [],
	set_aside_replayed: ['run'],
	/** Another run replays it at this moment. */
	set_aside_taken: ['run'],
	not_a_flow_run: ['run'],
	run_goes_on: ['run'],
	run_ended_well: ['run'],
	run_continued: ['run', 'by'],
	run_not_resumable: ['run'],
	/** What changed since is to be accepted by a person. */
	resume_differs: ['run'],
	resume_other_version: ['component', 'plugin'],
	resume_other_grant: ['component', 'plugin'],
	resume_other_config: ['component'],
	resume_other_file: ['component', 'path'],
	/** What is asked to be tried is no plugin, takes or gives no records, … */
	trial_built_in: ['name', 'use'],
	trial_of_type: ['name', 'type'],
	/** … or is not there. `position` counts from 0. */
	trial_no_component: ['flow', 'position'],
	trial_not_bytes: ['record'],
	trial_not_json: ['record'],
	trial_too_large: ['maxBytes'],
	trial_too_long: ['limitMs'],
} as const;
