import type { Catalogue } from '../en/index.ts';
import type { remark as english } from '../en/remark.ts';

export const remark: Catalogue<typeof english> = {
	unknown_key: '“{{key}}”不是已知的键，将予以保留，但不会使用。',
	unknown_key_near: '“{{key}}”不是已知的键，您是否想写“{{near}}”？该键将予以保留，但不会使用。',
	more_unknown_keys: '还有 {{more}} 个未知的键，将予以保留，但不会使用。',
	schema_not_object: '“config_schema”不是对象，将不会使用，配置以 JSON 编辑。',
	schema_too_large: '“config_schema”过大（{{at}}），将不会使用，配置以 JSON 编辑。',
	schema_too_deep: '“config_schema”嵌套过深，将不会使用，配置以 JSON 编辑。',
	schema_remote: '“config_schema”引用了其自身以外的内容（{{at}}），将不会使用，配置以 JSON 编辑。',
	schema_reference: '“config_schema”引用的模式不存在（{{at}}），将不会使用，配置以 JSON 编辑。',
	schema_keyword: '“config_schema”使用了不支持的关键字（{{at}}），将不会使用，配置以 JSON 编辑。',
	schema_malformed: '“config_schema”不是有效的 JSON Schema（{{at}}），将不会使用，配置以 JSON 编辑。',
	schema_pattern:
		'“config_schema”中有一个不会检查的正则表达式（{{at}}）：它使用了反向引用或环视，或过大。其余部分照常检查。',
	config_unlike_schema: '清单自带的“{{path}}”不符合“config_schema”：{{problem}}。',
	version_not_semver: '“version”为 {{version}}，不是 1.2.0 这样的语义化版本。该版本会显示，但无法据此判断更新的先后。',
	version_twice: '“version”为 {{version}}，而“metadata.version”为 {{other}}。以前者为准。',
	record_schema_unused: '无法使用“{{key}}”（{{at}}；{{code}}），不会据此得出任何结论。',
	nothing_asked: '{{key}} 并非“security_policy”所请求的内容，因此不起作用。',
	nothing_asked_near: '{{key}} 并非“security_policy”所请求的内容，因此不起作用。您是否想写“{{near}}”？',
	version_in_force: '其文件无法使用，此处显示的是当前使用的版本。{{why}}',
	data_left: '另一个同名插件留下了数据。此插件无法使用这些数据，它们保存在 {{path}}。',
	data_folder_was_open: '其他用户曾可读取数据文件夹 {{path}}，现在只有您可以访问。',
	plugins_folder_was_open: '其他用户曾可写入插件文件夹 {{path}}，现在已无法写入。',
	history_set_aside: '无法读取历史记录（{{why}}）。原文件已移至 {{path}}，并已新建历史记录。',
	preload_unknown: '需要预加载的插件 {{name}} 尚未安装。',
};
