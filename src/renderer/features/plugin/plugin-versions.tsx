export function PluginVersions(_props: { readonly name: string }) {
	return null;
}
