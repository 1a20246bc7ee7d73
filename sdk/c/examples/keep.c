/* A destination that appends records to a file, a batch at a time. */
#include "../plugin.h"

static df_buffer path, batch;

static int start(df_json config) {
	df_put_bytes(&path, df_setting_text(config, "path", "kept.ndjson"));
	return 0;
}

static int write(df_json record) {
	df_put_bytes(&batch, record);
	df_put_byte(&batch, '\n');
	return 0;
}

static int flush(void) {
	int32_t status = df_append_file(df_content(&path), df_content(&batch));
	df_clear(&batch);
	if (status == 0) return 0;
	df_put_string(&batch, ": ");
	df_put_string(&batch, df_explain(status));
	df_put_byte(&batch, 0);
	int failed = df_fail_with("cannot write to ", df_content(&path), batch.at);
	df_clear(&batch);
	return failed;
}

DF_START(start)
DF_DESTINATION(write, flush)
