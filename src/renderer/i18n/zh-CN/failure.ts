import { authoringFailures } from './failure/authoring.ts';
import { componentFailures } from './failure/component.ts';
import { engineFailures } from './failure/engine.ts';
import { flowFailures } from './failure/flow.ts';
import { flowFileFailures } from './failure/flow-files.ts';
import { flowRunFailures } from './failure/flow-run.ts';
import { folderFailures } from './failure/folder.ts';
import { historyFailures } from './failure/history.ts';
import { inputFailures } from './failure/input.ts';
import { moduleFailures } from './failure/module.ts';
import { packageFailures } from './failure/package.ts';
import { pluginFailures } from './failure/plugin.ts';
import { policyFailures } from './failure/policy.ts';
import { processFailures } from './failure/process.ts';
import { signatureFailures } from './failure/signature.ts';
import { trapFailures } from './failure/trap.ts';
import { updateFailures } from './failure/update.ts';

export const failure = {
	original: '技术详情',
	saidByPlugin: '插件的说明：',
	why: {
		...packageFailures,
		...signatureFailures,
		...updateFailures,
		...pluginFailures,
		...processFailures,
		...trapFailures,
		...moduleFailures,
		...componentFailures,
		...inputFailures,
		...flowFailures,
		...flowRunFailures,
		...policyFailures,
		...historyFailures,
		...flowFileFailures,
		...folderFailures,
		...engineFailures,
		...authoringFailures,
	},
} as const;
