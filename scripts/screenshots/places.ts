import { places } from '../../src/shared/face/places.ts';

/** A picture: its file's name, the place in the window, and what is done there first. */
export interface Shot {
	readonly name: string;
	/** The address's fragment; `{run}` is the newest run, `{failed}` the newest failed one, `{chain}` and `{flow}` the newest chain and flow. */
	readonly place: string;
	/** What comes later than the rest of the screen, with a text in it, as a selector. */
	readonly until?: string;
}

/** What the README shows, and what is looked at before a release. */
export const shots: readonly Shot[] = [
	...places.map(({ key, path }) => ({
		name: key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
		place: key === 'plugins' ? `#${path}/pii-redactor` : `#${path}`,
	})),
	{ name: 'policy', place: '#/plugins/file-thief/policy' },
	{ name: 'templates', place: '#/policies/templates' },
	{ name: 'test', place: '#/plugins/pii-redactor/test' },
	{ name: 'versions', place: '#/plugins/steady/versions' },
	{ name: 'logs', place: '#/plugins/file-writer/logs' },
	{ name: 'plugin-runs', place: '#/plugins/pii-redactor/runs' },
	{ name: 'run', place: '#/runs/{chain}', until: '[role="gridcell"]' },
	{ name: 'flow', place: '#/flows/edit?name=bird-strikes', until: '[role="gridcell"]' },
	{ name: 'flow-run', place: '#/runs/{flow}', until: '[role="gridcell"]' },
	{ name: 'quarantine', place: '#/runs/quarantine', until: 'tbody' },
	{ name: 'failed-run', place: '#/runs/{failed}' },
	{ name: 'updates', place: '#/catalogue/updates' },
	{ name: 'trash', place: '#/runs/trash' },
	{ name: 'compare', place: '#/runs/{run}/compare/{failed}' },
	{ name: 'welcome', place: '#/welcome' },
];
