export function PluginRuns(_props: { readonly name: string }) {
	return null;
}
