/** Signatures of plugins, and the keys that make them. */
export const signatureFailures = {
	signature_invalid: {
		text: '{{file}} 的签名（SHA256SUMS.sig）与其文件不符，无效。',
		hint: '请重新下载该插件，或让作者重新签名。如果它本不应更改，请勿运行。',
	},
	signature_required: {
		text: '{{plugin}} 没有由您认识的密钥签名，而设置要求有签名。',
		hint: '请向作者获取已签名的版本并添加其密钥，或不再要求签名。',
	},
	signer_changed: {
		text: '{{plugin}} 的签名密钥与之前的不同，因此正在等待您的审核。',
		hint: '请查看现在由谁签名。只有在作者确认更换时才接受。',
	},
	key_malformed: {
		text: '这不是可以使用的 Ed25519 公钥。',
		hint: '公钥是一行文本：ssh-ed25519，之后是 base64 编码的密钥。',
	},
	key_private: {
		text: '这是私钥。这里不需要它，也没有保留其任何内容。',
		hint: '请使用它旁边的公钥：文件名以 .pub 结尾。',
	},
	key_name_taken: {
		text: '已有名为“{{name}}”的密钥。',
		hint: '请换一个名称，或重命名那个密钥。',
	},
	key_known: {
		text: '您已有此密钥，名为“{{name}}”。',
		hint: '如需其他名称，请重命名那个密钥。',
	},
	key_not_found: {
		text: '没有密钥 {{fingerprint}}。',
		hint: '它可能已被移除。',
	},
	keys_full: {
		text: '已有 {{max}} 个密钥，不能再添加。',
		hint: '请移除一个不需要的密钥。',
	},
	key_file_exists: {
		text: '{{path}} 处已有文件。密钥绝不会替换文件。',
		hint: '请为密钥选择其他位置。',
	},
	private_key_unusable: {
		text: '{{path}} 不是可以读取的 Ed25519 私钥。',
		hint: '请选择 Ed25519 私钥文件。',
	},
	private_key_passphrase: {
		text: '没有正确的口令，无法打开私钥 {{path}}。',
		hint: '请输入创建该密钥时使用的口令。',
	},
	private_key_openssh: {
		text: '{{path}} 使用 OpenSSH 自有格式的口令，这里无法读取。',
		hint: '请改用 OpenSSH 签名：ssh-keygen -Y sign -n {{namespace}} -f KEY SHA256SUMS。',
	},
	private_key_encryption: {
		text: '{{path}} 的加密方式在这里无法读取。',
		hint: '请重新加密：openssl pkcs8 -topk8 -v2 aes-256-cbc -in KEY -out NEW。',
	},
	private_key_rounds: {
		text: '打开 {{path}} 需要对口令进行 {{rounds}} 轮运算，而这里最多进行 {{max}} 轮。',
		hint: '请用较少的轮数重新加密：openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 600000 -in KEY -out NEW。',
	},
} as const;
