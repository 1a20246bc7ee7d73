import { Blocks, History, LibraryBig, type LucideIcon, Play, Scale, Settings, Workflow } from 'lucide-react';
import type { ReactElement } from 'react';
import { Route, type RouteProps } from 'wouter';
import { type PlaceKey, pathOf, places } from '../../shared/face/places.ts';
import { loadLater } from '../lib/load-later.tsx';
import { links } from '../lib/nav/links.ts';
import { PluginsPage } from '../pages/plugins-page.tsx';

const RunFilePage = loadLater(async () => (await import('../pages/run-file-page.tsx')).RunFilePage);
const FlowsPage = loadLater(async () => (await import('../pages/flows-page.tsx')).FlowsPage);
const FlowPage = loadLater(async () => (await import('../pages/flow-page.tsx')).FlowPage);
const NewFlowPage = loadLater(async () => (await import('../pages/flow-page.tsx')).NewFlowPage);
const RunsPage = loadLater(async () => (await import('../pages/runs-page.tsx')).RunsPage);
const RunPage = loadLater(async () => (await import('../pages/run-page.tsx')).RunPage);
const QuarantinePage = loadLater(async () => (await import('../pages/quarantine-page.tsx')).QuarantinePage);
const ComparePage = loadLater(async () => (await import('../pages/compare-page.tsx')).ComparePage);
const PoliciesPage = loadLater(async () => (await import('../pages/policies-page.tsx')).PoliciesPage);
const TemplatesPage = loadLater(async () => (await import('../pages/templates-page.tsx')).TemplatesPage);
const TemplatePage = loadLater(async () => (await import('../pages/template-page.tsx')).TemplatePage);
const CataloguePage = loadLater(async () => (await import('../pages/catalogue-page.tsx')).CataloguePage);
const SettingsPage = loadLater(async () => (await import('../pages/settings-page.tsx')).SettingsPage);
const StartPage = loadLater(async () => (await import('../pages/start-page.tsx')).StartPage);
const TrashPage = loadLater(async () => (await import('../pages/trash-page.tsx')).TrashPage);

interface Screen {
	/** Beside its title in the navigation and the palette. */
	readonly icon: LucideIcon;
	/** The place's own address and those beneath it. */
	readonly routes: readonly ReactElement[];
}

/** What is drawn at each place of the window; order, address, title and key are `src/shared/face/places.ts`. */
export const screens: Readonly<Record<PlaceKey, Screen>> = {
	plugins: {
		icon: Blocks,
		// One route, so that the list stays as it is while plugins are opened from it.
		routes: [
			at(`${pathOf.plugins}/:name?/:tab?`, ({ name, tab }) => (
				<PluginsPage name={name === undefined ? null : decodeURIComponent(name)} tab={tab ?? 'overview'} />
			)),
		],
	},
	runFile: { icon: Play, routes: [at(pathOf.runFile, () => <RunFilePage />)] },
	flows: {
		icon: Workflow,
		routes: [
			at(pathOf.flows, () => <FlowsPage />),
			at(links.newFlow(), () => <NewFlowPage />),
			at(`${pathOf.flows}/edit`, () => <FlowPage />),
		],
	},
	runs: {
		icon: History,
		routes: [
			at(pathOf.runs, () => <RunsPage />),
			at(links.trash(), () => <TrashPage />),
			at(links.quarantine(), () => <QuarantinePage />),
			at(`${pathOf.runs}/:id`, ({ id }) => <RunPage key={id} id={id} />),
			at(`${pathOf.runs}/:id/compare/:other`, ({ id, other }) => (
				<ComparePage key={`${id}/${other}`} id={id} other={other} />
			)),
		],
	},
	policies: {
		icon: Scale,
		routes: [
			at(pathOf.policies, () => <PoliciesPage />),
			at(links.templates(), () => <TemplatesPage />),
			at(`${links.templates()}/:id`, ({ id }) => <TemplatePage key={id} id={id} />),
		],
	},
	catalogue: {
		icon: LibraryBig,
		routes: [
			at(`${pathOf.catalogue}/:part?`, ({ part }) => (
				<CataloguePage part={part === 'updates' ? 'updates' : 'plugins'} />
			)),
		],
	},
	settings: { icon: Settings, routes: [at(pathOf.settings, () => <SettingsPage />)] },
};

/** Every address that leads to a screen, those outside the navigation among them. */
export const screenRoutes: readonly ReactElement[] = [
	...places.flatMap(({ key }) => screens[key].routes),
	at(links.start(), () => <StartPage />),
];

function at<Path extends string>(path: Path, draw: RouteProps<undefined, Path>['children']): ReactElement {
	return (
		<Route<undefined, Path> key={path} path={path}>
			{draw}
		</Route>
	);
}
