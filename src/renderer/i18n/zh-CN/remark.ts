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
	version_in_force: '其文件无法使用，此处显示的是当前使用的版本。{{why}}',
	data_left: '另一个同名插件留下了数据。此插件无法使用这些数据，它们保存在 {{path}}。',
	data_folder_was_open: '其他用户曾可读取数据文件夹 {{path}}，现在只有您可以访问。',
	plugins_folder_was_open: '其他用户曾可写入插件文件夹 {{path}}，现在已无法写入。',
	history_set_aside: '无法读取历史记录（{{why}}）。原文件已移至 {{path}}，并已新建历史记录。',
	preload_unknown: '需要预加载的插件 {{name}} 尚未安装。',
	advice_no_readme: '缺少 README.md，用户在安装前会阅读此文件。',
	advice_no_description: '“metadata”中缺少“description”，列表中会显示这句说明。',
	advice_no_version: '“metadata”中缺少“version”，各版本只能通过哈希值区分。',
	advice_no_licence: '“metadata”中缺少“license”。没有许可证，他人无权分发此插件。',
	advice_no_changelog: '缺少 CHANGELOG.md，用户无法从中了解更新的内容。',
	advice_no_schema: '插件接受配置，但没有“config_schema”，因此无法为用户显示表单。',
	advice_no_cases: '没有已保存的用例，无法证明插件的行为没有改变。',
	advice_no_sample: '没有示例输入，用户无法直接试用。',
	advice_source_newer: '{{path}} 比模块更新，模块可能不是由它构建的。',
	advice_name_installed: '已安装名为 {{name}} 但模块不同的插件，此插件会替换它。',
};
