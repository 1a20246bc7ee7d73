export function PluginLogs(_props: { readonly name: string }) {
	return null;
}
