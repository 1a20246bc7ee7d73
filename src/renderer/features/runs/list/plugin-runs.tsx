import { RunsView } from './runs-view.tsx';

/** What one plugin took part in. */
export function PluginRuns({ name }: { readonly name: string }) {
	return <RunsView plugin={name} />;
}
